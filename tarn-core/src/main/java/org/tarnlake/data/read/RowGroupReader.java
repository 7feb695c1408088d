package org.tarnlake.data.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.RowGroup;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.data.schema.FileColumn;
import org.tarnlake.data.schema.FileColumn.Kind;
import org.tarnlake.data.schema.FileColumns;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.StructType;

/**
 * The readers of the columns that are wanted of a row group, made when first asked for, and the
 * bytes they read, loaded together. One thread at a time.
 */
final class RowGroupReader implements AutoCloseable {
  private final Footer footer;
  private final StructType columns;
  private final RowRanges rows;
  private final int rowGroup;
  private final RowGroup group;
  private final ColumnMapping mapping;
  private final Decompressor decompressor = new Decompressor();
  private final PageMemory memory = new PageMemory();
  private final Map<Integer, ChunkPages> pages = new HashMap<>();
  private final List<@Nullable ColumnReader> readers = new ArrayList<>();

  RowGroupReader(
      Footer footer, int rowGroup, StructType columns, ColumnMapping mapping, RowRanges rows) {
    this.footer = footer;
    this.columns = columns;
    this.mapping = mapping;
    this.rows = rows;
    this.rowGroup = rowGroup;
    this.group = footer.rowGroups().get(rowGroup);
    List<FileColumn> needed = new ArrayList<>();
    for (Field field : columns.fields()) {
      readers.add(null);
      FileColumn column = footer.schema().index().find(field, mapping);
      if (column != null) {
        addNeeded(column, field.type(), needed);
      }
    }
    open(needed);
  }

  /** Collects the scalars to read: those of the fields wanted, or one that tells of nulls. */
  private void addNeeded(FileColumn column, DataType wanted, List<FileColumn> needed) {
    int before = needed.size();
    if (column.kind() == Kind.SCALAR) {
      needed.add(column);
    } else if (column.kind() == Kind.STRUCT && wanted instanceof StructType struct) {
      for (Field field : struct.fields()) {
        FileColumn child = FileColumns.find(column.children(), field, mapping.inside(struct));
        if (child != null) {
          addNeeded(child, field.type(), needed);
        }
      }
    } else if (column.kind() == Kind.LIST && wanted instanceof ListType list) {
      addNeeded(column.children().get(0), list.element(), needed);
    } else if (column.kind() == Kind.MAP && wanted instanceof MapType map) {
      addNeeded(column.children().get(0), map.key(), needed);
      addNeeded(column.children().get(1), map.value(), needed);
    }
    if (needed.size() == before) {
      needed.add(column.firstScalar());
    }
  }

  private void open(List<FileColumn> needed) {
    ChunkLoader loader = new ChunkLoader(footer, rows);
    for (FileColumn scalar : needed) {
      ColumnChunk chunk = group.getColumns().get(scalar.scalar().index());
      ColumnMetaData metadata = chunk.getMeta_data();
      check(scalar, metadata);
      List<PageLocation> locations =
          rows.isAll() ? null : PageIndex.locations(footer, chunk, group.getNum_rows());
      ChunkBytes bytes = loader.add(metadata, locations);
      pages.put(
          scalar.scalar().index(),
          new ChunkPages(
              scalar,
              metadata,
              new PageHeaders(metadata, bytes, locations, footer.seals(rowGroup, scalar)),
              decompressor,
              memory));
    }
    loader.load();
  }

  private void check(FileColumn scalar, ColumnMetaData metadata) {
    boolean sameType = metadata.getType() == scalar.scalar().physical();
    boolean samePath = metadata.getPath_in_schema().equals(scalar.scalar().path());
    long entries = metadata.getNum_values();
    boolean enough =
        scalar.repetition() == 0 ? entries == group.getNum_rows() : entries >= group.getNum_rows();
    if (!sameType || !samePath || !enough || metadata.getCodec() == null) {
      throw footer
          .file()
          .corrupt(
              "the chunk of column %s contradicts the schema"
                  .formatted(String.join(".", scalar.scalar().path())));
    }
  }

  /** The bytes of all pages that were decoded so far. */
  long decodedBytes() {
    return memory.decodedBytes();
  }

  /** The reader of a column that is wanted. */
  ColumnReader column(int ordinal) {
    ColumnReader reader = readers.get(ordinal);
    if (reader == null) {
      Field field = columns.field(ordinal);
      FileColumn column = footer.schema().index().find(field, mapping);
      reader = column == null ? new NullReader(field.type()) : reader(column, field.type());
      readers.set(ordinal, reader);
    }
    return reader;
  }

  private ColumnReader reader(FileColumn column, DataType wanted) {
    if (column.kind() == Kind.SCALAR) {
      return new ScalarReader(
          column,
          pages(column),
          footer.decoder(column, wanted),
          footer.conversion(column, wanted),
          footer.isTarns());
    }
    List<LeafReader> leaves = new ArrayList<>();
    return new NestedReader(node(column, wanted, leaves), leaves);
  }

  private ChunkPages pages(FileColumn scalar) {
    ChunkPages found = pages.get(scalar.scalar().index());
    if (found == null) {
      throw new AssertionError("not opened: " + scalar);
    }
    return found;
  }

  private NestedNode node(FileColumn column, DataType wanted, List<LeafReader> leaves) {
    int before = leaves.size();
    List<NestedNode> children = new ArrayList<>();
    if (column.kind() == Kind.SCALAR) {
      leaves.add(
          new LeafReader(
              column,
              pages(column),
              footer.decoder(column, wanted),
              footer.conversion(column, wanted),
              footer.isTarns()));
    } else if (column.kind() == Kind.STRUCT && wanted instanceof StructType struct) {
      refuseShredded(column, struct);
      for (Field field : struct.fields()) {
        FileColumn child = FileColumns.find(column.children(), field, mapping.inside(struct));
        children.add(
            child == null ? NestedNode.missing(field.type()) : node(child, field.type(), leaves));
      }
    } else if (column.kind() == Kind.LIST && wanted instanceof ListType list) {
      children.add(node(column.children().get(0), list.element(), leaves));
    } else if (column.kind() == Kind.MAP && wanted instanceof MapType map) {
      children.add(node(column.children().get(0), map.key(), leaves));
      children.add(node(column.children().get(1), map.value(), leaves));
    } else {
      throw new IllegalArgumentException(
          "column '%s' is %s and cannot be read as %s"
              .formatted(column.name(), column.type().text(), wanted.text()));
    }
    if (leaves.size() == before) {
      FileColumn carrier = column.firstScalar();
      leaves.add(
          new LeafReader(
              carrier,
              pages(carrier),
              LeafDecoder.of(carrier, carrier.type(), false, false),
              dense -> dense,
              footer.isTarns()));
    }
    return new NestedNode(column, wanted, leaves.get(before), children);
  }

  /** Shredding takes values out of a variant's binary form, which alone would be misleading. */
  private static void refuseShredded(FileColumn column, StructType wanted) {
    if (wanted.equals(DataType.VARIANT)
        && column.children().stream().anyMatch(c -> c.name().equals("typed_value"))) {
      throw new UnsupportedTableException(
          "column '%s' holds shredded variants, which this version of Tarn lacks; use a newer one"
              .formatted(column.name()));
    }
  }

  @Override
  public void close() {
    decompressor.close();
  }
}
