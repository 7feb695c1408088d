package org.tarnlake.data.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.Rows;
import org.tarnlake.Transaction;
import org.tarnlake.data.DuckDb;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.testing.SoundLake;

/** Data files have ids on every field and the partition columns, so that Iceberg can read them. */
class FilesForIcebergTest {
  private static final StructType PAIR =
      new StructType(
          List.of(Field.optional("x", DataType.INT), Field.optional("y", DataType.STRING)));

  private static final Schema SCHEMA =
      Schema.of(
              Field.required("day", DataType.DATE),
              Field.required("id", DataType.LONG),
              Field.optional("pairs", DataType.list(PAIR)),
              Field.optional("map", DataType.map(DataType.STRING, DataType.list(DataType.INT))),
              Field.optional("pair", PAIR),
              Field.optional("kind", DataType.STRING))
          .partitionBy("kind", "day");

  @TempDir Path folder;
  @RegisterExtension final SoundLake sound = new SoundLake();

  private static Path dataFile(Path table) throws Exception {
    try (Stream<Path> files = Files.list(table)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
  }

  private Path lake() throws Exception {
    Path lake = sound.watch(Files.createDirectories(folder.resolve("lake")));
    try (Lake created = Lake.create(lake);
        Transaction transaction = created.begin()) {
      transaction.createTable("t", SCHEMA);
      transaction.append(
          "t",
          java.time.LocalDate.of(2024, 2, 29),
          7L,
          List.of(List.of(1, "one")),
          Map.of("k", List.of(5, 6)),
          List.of(2, "two"),
          null);
      transaction.commit();
    }
    return lake;
  }

  @Test
  void everyFieldElementKeyAndValueHasAnIdAndPartitionColumnsComeLast() throws Exception {
    Path file = dataFile(lake().resolve("t"));
    try (DuckDb duck = new DuckDb()) {
      assertThat(duck.query("SELECT name, field_id FROM parquet_schema('" + file + "')"))
          .containsExactly(
              "schema|null",
              "id|2",
              "pairs|3",
              "list|null",
              "element|4",
              "x|5",
              "y|6",
              "map|7",
              "key_value|null",
              "key|8",
              "value|9",
              "list|null",
              "element|10",
              "pair|11",
              "x|12",
              "y|13",
              "day|1",
              "kind|14");
      assertThat(duck.rows(file))
          .containsExactly("7|[{'x': 1, 'y': one}]|{k=[5, 6]}|{'x': 2, 'y': two}|2024-02-29|null");
    }
    String log = Files.readString(folder.resolve("lake/t/_delta_log/00000000000000000000.json"));
    assertThat(log)
        .contains("\"delta.writePartitionColumnsToParquet\":\"true\"")
        .contains("\"tarn.maxFieldId\":\"14\"")
        .contains(
            "\\\"tarn.nestedFieldIds\\\":{\\\"key\\\":8,\\\"value\\\":9,\\\"value.element\\\":10}")
        .doesNotContain("delta.columnMapping");
    String add = log.lines().filter(line -> line.startsWith("{\"add\"")).findFirst().orElseThrow();
    assertThat(add.substring(add.indexOf("\"stats\"")))
        .doesNotContain("kind")
        .doesNotContain("day");
  }

  /** A table made from another's schema has ids of its own. */
  @Test
  void idsOfAnotherTableAreForgotten() throws Exception {
    Path lake = lake();
    try (Lake opened = Lake.open(lake);
        Transaction transaction = opened.begin()) {
      StructType all = transaction.schema("t").columns();
      transaction.createTable("u", new Schema(new StructType(List.of(all.field(5))), List.of()));
      transaction.append("u", "a");
      transaction.commit();
    }
    try (DuckDb duck = new DuckDb()) {
      Path file = dataFile(lake.resolve("u"));
      assertThat(duck.query("SELECT name, field_id FROM parquet_schema('" + file + "')"))
          .containsExactly("schema|null", "kind|1");
    }
  }

  /** What the log says of a partition counts, whatever another writer's files hold. */
  @Test
  void theLogsValueOfAPartitionColumnCounts() throws Exception {
    Path table = Files.createDirectories(folder.resolve("foreign"));
    Path file = table.resolve("f.parquet");
    try (DuckDb duck = new DuckDb()) {
      duck.execute(
          "COPY (SELECT 1::INT AS id, 'file' AS p) TO '%s' (FORMAT parquet)".formatted(file));
    }
    String schema =
        "{\\\"type\\\":\\\"struct\\\",\\\"fields\\\":[{\\\"name\\\":\\\"id\\\",\\\"type\\\":"
            + "\\\"integer\\\",\\\"nullable\\\":true,\\\"metadata\\\":{}},{\\\"name\\\":\\\"p\\\","
            + "\\\"type\\\":\\\"string\\\",\\\"nullable\\\":true,\\\"metadata\\\":{}}]}";
    Files.createDirectories(table.resolve("_delta_log"));
    Files.writeString(
        table.resolve("_delta_log/00000000000000000000.json"),
        "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}}\n"
            + "{\"metaData\":{\"id\":\"5d8a1c8a-5f1c-4c36-8a42-5f4a9f1d2c11\",\"format\":"
            + "{\"provider\":\"parquet\",\"options\":{}},\"schemaString\":\""
            + schema
            + "\",\"partitionColumns\":[\"p\"],\"configuration\":{},\"createdTime\":1}}\n"
            + "{\"add\":{\"path\":\"f.parquet\",\"partitionValues\":{\"p\":\"log\"},\"size\":"
            + Files.size(file)
            + ",\"modificationTime\":1,\"dataChange\":true}}\n");
    try (Lake opened = Lake.open(table)) {
      String name = opened.latest().tables().get(0).name();
      assertThat(rows(opened, name, "id > 0")).containsExactly("1 log");
      assertThat(rows(opened, name, "p = 'log'")).containsExactly("1 log");
      assertThat(rows(opened, name, "p = 'file'")).isEmpty();
      // Its files stay alike: no ids, no partition columns.
      opened.transact(transaction -> transaction.append(name, 2, "log"));
      assertThat(rows(opened, name, "p = 'log'")).containsExactly("1 log", "2 log");
      assertThat(opened.check(CheckDepth.DATA)).noneMatch(Finding::isDamage);
    }
    Path own;
    try (Stream<Path> files = Files.list(table)) {
      own = files.filter(f -> f.toString().endsWith(".zstd.parquet")).findFirst().orElseThrow();
    }
    try (DuckDb duck = new DuckDb()) {
      assertThat(duck.query("SELECT name, field_id FROM parquet_schema('" + own + "')"))
          .containsExactly("schema|null", "id|null");
    }
  }

  private static List<String> rows(Lake lake, String table, String condition) {
    List<String> found = new ArrayList<>();
    try (Rows rows = lake.latest().table(table).scan().where(condition).rows()) {
      while (rows.next()) {
        found.add(rows.get(0) + " " + rows.get(1));
      }
    }
    return found;
  }
}
