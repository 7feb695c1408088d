package org.tarnlake.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tarnlake.data.deleted.DeletedRows;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.predicate.StatisticsLookup;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.schema.ValueText;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.PartitionValues;
import org.tarnlake.table.action.SchemaJson;
import org.tarnlake.table.checkpoint.CheckpointHint;
import org.tarnlake.table.log.TableLog;
import org.tarnlake.table.state.Checksum;
import org.tarnlake.table.state.TableState;
import org.tarnlake.table.statistics.FilePruner;
import org.tarnlake.table.statistics.StatisticsJson;

/** The files of Delta tables, and the texts in them. Stateless. */
final class TableTargets {
  private static final List<DataType> SCALARS =
      List.of(
          DataType.BOOLEAN,
          DataType.BYTE,
          DataType.SHORT,
          DataType.INT,
          DataType.LONG,
          DataType.FLOAT,
          DataType.DOUBLE,
          DataType.STRING,
          DataType.BINARY,
          DataType.DATE,
          DataType.TIMESTAMP,
          DataType.TIMESTAMP_NTZ,
          DataType.decimal(5, 2),
          DataType.decimal(18, 18),
          DataType.decimal(38, 0));

  /**
   * A column {@code c0}, {@code c1}, ... for each scalar type, a struct, a list and a partition.
   */
  static final StructType COLUMNS = columns();

  private static final Schema PARTITIONED = new Schema(COLUMNS, List.of("c3"));
  private static final List<Predicate> CONDITIONS =
      List.of(
          Predicate.parse("c5 > 1 or c6 < DOUBLE 'NaN' or s.a = 5 or c7 like 'a%'"),
          Predicate.parse("c3 = 7 and c9 >= DATE '2024-01-01' and c10 is not null and c12 <> 1.5"));

  private TableTargets() {}

  private static StructType columns() {
    java.util.ArrayList<Field> fields = new java.util.ArrayList<>();
    for (DataType type : SCALARS) {
      fields.add(Field.optional("c" + fields.size(), type));
    }
    fields.add(Field.optional("s", DataType.struct(Field.optional("a", DataType.LONG))));
    fields.add(Field.optional("l", DataType.list(DataType.INT)));
    return new StructType(fields);
  }

  /** The lines of a Delta commit. */
  static void commit(byte[] input) {
    CommitLines lines = CommitLines.ofBytes(input);
    assertThat(lines.count()).isBetween(0, input.length);
    actions(lines);
  }

  /** What is read is written, and read again as the same. */
  static void actions(CommitLines lines) {
    List<Action> actions;
    try {
      actions = lines.actions("object", 1);
    } catch (CorruptionException | UnsupportedTableException e) {
      assertThat(e).hasMessageStartingWith("object, line ");
      return;
    }
    for (Action action : actions) {
      if (action instanceof Metadata metadata && metadata.flaw() != null) {
        assertThat(metadata.flaw()).hasMessageStartingWith("object, line ");
        return;
      }
    }
    byte[] written = CommitLines.of(actions).bytes();
    List<Action> again = CommitLines.ofBytes(written).actions("written", 1);
    assertThat(CommitLines.of(again).bytes()).isEqualTo(written);
    for (Action action : actions) {
      if (action instanceof AddFile add) {
        assertThat(add.rowCount()).isGreaterThanOrEqualTo(-1);
      }
    }
  }

  /** A version checksum: never an error, since it is only advice. */
  static void checksum(byte[] input) {
    Checksum checksum = Checksum.read(input);
    if (checksum != null) {
      CommitInfo info = new CommitInfo(1, "WRITE", Map.of(), true, Map.of(), null, Map.of());
      byte[] written = checksum.toBytes(info, 7);
      assertThat(Checksum.read(written).toBytes(info, 7)).isEqualTo(written);
    }
  }

  /**
   * The hint at a checkpoint, and the checkpoint itself, as JSON: an error that is documented, or
   * the table; a hint alone is never an error.
   */
  static void tableLog(byte[] input) throws java.io.IOException {
    CheckpointHint.read(input);
    String folder = "_delta_log/00000000000000000001";
    MemoryStore store = new MemoryStore();
    store.put("_delta_log/_last_checkpoint", input);
    store.put(folder + ".checkpoint.01234567-89ab-cdef-0123-456789abcdef.json", input);
    store.put(folder + ".crc", input);
    try {
      TableState state = new TableLog(store, "").loadNewest();
      assertThat(state.version()).isEqualTo(1);
      assertThat(state.files().toList()).hasSize(state.fileCount());
    } catch (CorruptionException | UnsupportedTableException e) {
      assertThat(e).hasMessageContaining("checkpoint");
    }
  }

  /** Statistics, and what is pruned by them: never an error. */
  static void statistics(byte[] input) {
    String json = new String(input, UTF_8);
    StatisticsLookup lookup = StatisticsJson.parse(json, COLUMNS, Set.copyOf(COLUMNS.names()));
    for (String name : COLUMNS.names()) {
      lookup.range(List.of(name));
    }
    lookup.range(List.of("s", "a"));
    AddFile file = new AddFile("f", Map.of("c3", json), 1, 1, true, json);
    assertThat(file.rowCount()).isGreaterThanOrEqualTo(-1);
    for (Predicate condition : CONDITIONS) {
      for (ColumnMapping mapping : ColumnMapping.values()) {
        new FilePruner(PARTITIONED, mapping, condition.bind(COLUMNS)).mayMatch(file);
      }
    }
  }

  /** A deletion vector, and what is left of the rows that it says it deletes. */
  static void deletionVector(byte[] input) {
    for (long cardinality : new long[] {1, 4, 70_000}) {
      DeletedRows rows;
      try {
        rows = DeletedRows.parse(ByteBuffer.wrap(input), cardinality);
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage()).isNotEmpty();
        continue;
      }
      assertThat(rows.last()).isGreaterThanOrEqualTo(cardinality - 1);
      StructType none = new StructType(List.of());
      Batch last = rows.dropFrom(new Batch(none, List.of(), 2), Math.max(0, rows.last() - 1));
      assertThat(last.rowCount()).isLessThan(2);
    }
  }

  static void schema(byte[] input) {
    StructType schema;
    try {
      schema = SchemaJson.read(new String(input, UTF_8));
    } catch (JsonFormatException | InvalidDataException | UnsupportedTableException e) {
      return;
    }
    assertThat(schema.text()).isNotEmpty();
    String written = SchemaJson.write(schema);
    assertThat(SchemaJson.write(SchemaJson.read(written))).isEqualTo(written);
  }

  /**
   * A scalar as text, in a partition value and as a person writes it. Its type is the first byte.
   */
  static void value(byte[] input) {
    if (input.length == 0) {
      return;
    }
    DataType type = SCALARS.get((input[0] & 0xFF) % SCALARS.size());
    Field field = Field.optional("c", type);
    String text = new String(input, 1, input.length - 1, UTF_8);
    try {
      Object value = PartitionValues.parse(type, text);
      String written = PartitionValues.format(field, value);
      assertSame(PartitionValues.parse(type, written), value);
    } catch (InvalidDataException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
    try {
      Object value = ValueText.parse(type, text);
      assertSame(ValueText.parse(type, ValueText.format(type, value)), value);
    } catch (InvalidDataException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  private static void assertSame(Object found, Object expected) {
    assertThat(new Object[] {found}).isEqualTo(new Object[] {expected});
  }
}
