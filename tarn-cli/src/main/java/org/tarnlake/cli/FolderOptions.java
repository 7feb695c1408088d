package org.tarnlake.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Table;
import org.tarnlake.cli.input.InputFormat;
import org.tarnlake.cli.output.ParquetParts;
import org.tarnlake.cli.output.PartFolder;
import org.tarnlake.cli.output.Parts;
import org.tarnlake.cli.output.RowWriter;
import org.tarnlake.cli.output.Sink;
import org.tarnlake.cli.output.TextParts;
import org.tarnlake.cli.sort.SortColumn;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.StructType;
import picocli.CommandLine.Option;

/** The options of an export into a folder of files. */
final class FolderOptions {
  @Option(
      names = "--compression",
      paramLabel = "HOW",
      description = "of a folder's files of text: gzip, zstd or none (the default)")
  private @Nullable PartCompression compression;

  @Option(
      names = "--max-file-size",
      paramLabel = "SIZE",
      converter = FileSize.Converter.class,
      description =
          "a folder of files that are written up to this size, such as 100MB; a larger row has a"
              + " file of its own; the size of a Parquet file is an estimate, so it may be a little"
              + " larger")
  private @Nullable FileSize maxFileSize;

  @Option(
      names = "--partition-by",
      paramLabel = "A,B",
      description =
          "a folder with a folder for each value, A=1/B=x, as Hive and DuckDB call them (null is"
              + " __HIVE_DEFAULT_PARTITION__); the columns stay in the files, too")
  private List<String> partitionBy = List.of();

  /** How files of a folder may be compressed. */
  enum PartCompression {
    NONE(""),
    GZIP(".gz"),
    ZSTD(".zst");

    private final String suffix;

    PartCompression(String suffix) {
      this.suffix = suffix;
    }
  }

  /** The option that was given and makes several files; null if none was. */
  @Nullable String severalFiles() {
    if (maxFileSize != null) {
      return "--max-file-size";
    }
    return partitionBy.isEmpty() ? null : "--partition-by";
  }

  boolean areCompressed() {
    return compression != null && compression != PartCompression.NONE;
  }

  /** Starts to write files of a format. */
  Parts parts(
      InputFormat format,
      PartFolder folder,
      StructType columns,
      BiFunction<InputFormat, Sink, RowWriter> writers) {
    long size = maxFileSize == null ? Long.MAX_VALUE : maxFileSize.bytes();
    if (format == InputFormat.PARQUET) {
      return new ParquetParts(folder, columns, size);
    }
    String suffix =
        (format == InputFormat.CSV ? ".csv" : ".json")
            + (compression == null ? "" : compression.suffix);
    return new TextParts(folder, suffix, size, sink -> writers.apply(format, sink));
  }

  /**
   * The ordinals of the columns whose values have folders.
   *
   * @param exported the columns that are exported
   */
  List<Integer> partitions(Table table, StructType exported) {
    List<Integer> ordinals = new ArrayList<>();
    for (String list : partitionBy) {
      for (String name : ColumnList.split("--partition-by", list)) {
        if (exported.indexOf(name) < 0 && table.schema().columns().indexOf(name) >= 0) {
          throw new WrongUsage(
              "--partition-by %s is not among --columns; add it, so that its values are not lost"
                  .formatted(name));
        }
        Tables.checkColumns(table.name(), exported, List.of(name));
        int ordinal = exported.indexOf(name);
        DataType type = exported.field(ordinal).type();
        if (!SortColumn.isSortable(type)) {
          throw new Failure(
              "column '%s' of type %s cannot name folders; partition by another column"
                  .formatted(name, type.text()));
        }
        ordinals.add(ordinal);
      }
    }
    return ordinals;
  }
}
