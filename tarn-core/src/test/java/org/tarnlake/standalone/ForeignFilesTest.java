package org.tarnlake.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.Rows;
import org.tarnlake.Scan;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.data.write.DataFileWriter;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.row.Batch;
import org.tarnlake.row.IntVector;
import org.tarnlake.row.LongVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.Upload;
import org.tarnlake.testing.ManualTime;

/** Data files of others are checked as a scan of their table reads them. */
class ForeignFilesTest {
  /** DuckDB's file of two strings, whose middle bytes 0x80 and 0x81 were put in by hand. */
  private static final String NO_UTF8 =
      "504152311500152815282c1504150015061506000002000000040103000000518051030000005181511502"
          + "192c3500180d6475636b64625f736368656d61150200150c25021801732500001604191c191c26001c150c"
          + "1915001918017315001604164a164a26083c18035181511803518051160028035181511803518051111100"
          + "0000164a16042608164a0028284475636b44422076657273696f6e2076312e352e3620286275696c642030"
          + "36396363396639623529191c1c0000009300000050415231";

  private final MemoryStore disk = new MemoryStore();
  private final ForeignWriter spark = new ForeignWriter(disk, "");
  private final ManualTime time = new ManualTime();

  /** A table of one file with one column. */
  private void table(String schema, Field column, Vector values) throws IOException {
    table(ForeignWriter.LEGACY, ForeignWriter.metadata(schema, "{}"), column, values);
  }

  private void table(String protocol, String metadata, Field column, Vector values)
      throws IOException {
    StructType type = new StructType(List.of(column));
    try (Upload upload = disk.upload("a.parquet");
        DataFileWriter writer = DataFileWriter.open(upload, type)) {
      writer.write(new Batch(type, List.of(values), values.size()));
      writer.finish();
      upload.commit();
    }
    spark.create(protocol, metadata);
    spark.commit(1, add("{}"));
  }

  private String add(String partitionValues) throws IOException {
    return "{\"add\":{\"path\":\"a.parquet\",\"partitionValues\":%s,\"size\":%d,\"modificationTime\":1700000000000,\"dataChange\":true}}"
        .formatted(partitionValues, disk.size("a.parquet"));
  }

  private static String schema(String... namesAndTypes) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      fields.add(
          "{\"name\":\"%s\",\"type\":\"%s\",\"nullable\":true,\"metadata\":{}}"
              .formatted(namesAndTypes[i], namesAndTypes[i + 1]));
    }
    return "{\"type\":\"struct\",\"fields\":[" + String.join(",", fields) + "]}";
  }

  private static Vector longs(long... values) {
    return new LongVector(DataType.LONG, values, values.length, null);
  }

  private List<String> findings() {
    return Finding.of(disk, CheckDepth.DATA).stream().map(Finding::toString).toList();
  }

  private List<String> rows(String condition) {
    try (Lake lake = Lake.open(disk, time.environment())) {
      Scan scan = lake.scan("memory");
      List<String> rows = new ArrayList<>();
      try (Rows reader = (condition.isEmpty() ? scan : scan.where(condition)).rows()) {
        while (reader.next()) {
          Object[] row = new Object[reader.type().size()];
          Arrays.setAll(row, reader::get);
          rows.add(Arrays.toString(row));
        }
      }
      return rows;
    }
  }

  /** Both texts were shown as the same one, and written so by an export. */
  @Test
  void textThatIsNoUtf8IsDamage() throws IOException {
    String wrong = "row 1, column 's': byte 0x80 is no valid UTF-8 in 'Q\\x80Q'";
    disk.put("a.parquet", HexFormat.of().parseHex(NO_UTF8));
    spark.create(ForeignWriter.LEGACY, ForeignWriter.metadata(schema("s", "string"), "{}"));
    spark.commit(1, add("{}"));
    for (String condition : List.of("", "s > 'A'", "s IS NOT NULL")) {
      assertThatThrownBy(() -> rows(condition))
          .isInstanceOf(CorruptionException.class)
          .hasMessage("data file a.parquet is corrupt: " + wrong);
    }
    assertThat(findings())
        .containsExactly(
            "damage: a.parquet: it is corrupt: %s; restore it from a backup".formatted(wrong));
  }

  /** The check read the file by its own types and said that all is sound; no scan could. */
  @Test
  void columnOfAnotherTypeIsDamage() throws IOException {
    table(schema("id", "boolean"), Field.optional("id", DataType.LONG), longs(1, 2));
    assertThatThrownBy(() -> rows("")).isInstanceOf(CorruptionException.class);
    assertThat(findings())
        .containsExactly(
            "damage: a.parquet: it is corrupt: row group 0, column 'id': column 'id' is long and cannot be read as boolean; restore it from a backup");
  }

  @Test
  void columnOfAnotherTypeInAnAttachedTableIsDamage() throws IOException {
    MemoryStore lakeDisk = new MemoryStore();
    table(schema("id", "boolean"), Field.optional("id", DataType.LONG), longs(1, 2));
    for (var object : disk.list("", "")) {
      lakeDisk.put("t/" + object.name(), disk.get(object.name()));
    }
    try (Lake lake = Lake.create(lakeDisk, time.process())) {
      lake.attach("t", "t");
      lake.awaitPublished();
    }
    assertThat(Finding.of(lakeDisk, CheckDepth.DATA).stream().map(Finding::toString))
        .containsExactly(
            "damage: t/a.parquet: it is corrupt: row group 0, column 'id': column 'id' is long and cannot be read as boolean; restore it from a backup");
  }

  /** A wider type and a column that came later are as they should be. */
  @Test
  void columnsThatAScanReadsAreSound() throws IOException {
    table(
        schema("id", "long", "later", "string"),
        Field.optional("id", DataType.INT),
        new IntVector(DataType.INT, new int[] {1, 2}, 2, null));
    assertThat(rows("")).containsExactly("[1, null]", "[2, null]");
    assertThat(findings()).isEmpty();
  }

  /** The file has the column by another name, under which the check did not look for it. */
  @Test
  void mappedColumnsAreFoundByTheirNamesInFiles() throws IOException {
    String mapped = "{\"delta.columnMapping.id\":1,\"delta.columnMapping.physicalName\":\"col-1\"}";
    for (String type : List.of("long", "date")) {
      disk.list("", "").forEach(object -> disk.delete(object.name()));
      table(
          "{\"protocol\":{\"minReaderVersion\":2,\"minWriterVersion\":5}}",
          ForeignWriter.metadata(
              ForeignWriter.schema(mapped).replace("\"long\"", "\"" + type + "\""),
              "{\"delta.columnMapping.mode\":\"name\",\"delta.columnMapping.maxColumnId\":\"1\"}"),
          Field.optional("col-1", DataType.LONG),
          longs(1, 2));
      if (type.equals("long")) {
        assertThat(rows("")).containsExactly("[1]", "[2]");
        assertThat(findings()).isEmpty();
      } else {
        assertThat(findings())
            .containsExactly(
                "damage: a.parquet: it is corrupt: row group 0, column 'id': column 'col-1' is long and cannot be read as date; restore it from a backup");
      }
    }
  }

  /** Half of a surrogate pair, which JSON can tell and UTF-8 cannot, became a question mark. */
  @Test
  void partitionValueThatAScanCannotReadIsDamage() throws IOException {
    String metadata =
        ForeignWriter.metadata(schema("id", "long", "p", "string"), "{}")
            .replace("\"partitionColumns\":[]", "\"partitionColumns\":[\"p\"]");
    table(ForeignWriter.LEGACY, metadata, Field.optional("id", DataType.LONG), longs(1));
    disk.put(
        "_delta_log/00000000000000000001.json",
        (add("{\"p\":\"a\\ud83d\"}") + "\n").getBytes(UTF_8));
    String wrong =
        "the log gives file a.parquet a wrong value of partition column 'p': its text has half of a surrogate pair";
    assertThatThrownBy(() -> rows("")).isInstanceOf(CorruptionException.class).hasMessage(wrong);
    assertThat(findings())
        .containsExactly("damage: a.parquet: %s; restore it from a backup".formatted(wrong));
  }
}
