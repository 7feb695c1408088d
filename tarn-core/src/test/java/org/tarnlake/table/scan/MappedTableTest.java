package org.tarnlake.table.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.Rows;
import org.tarnlake.Scan;
import org.tarnlake.data.read.BatchSource;
import org.tarnlake.data.read.DataFile;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.env.Environment;
import org.tarnlake.judge.KernelJudge;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BatchRow;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.local.LocalStore;
import org.tarnlake.testing.SoundLake;

/** Tables whose columns have other names and ids in the log and in the files. */
class MappedTableTest {
  private static final String PROTOCOL =
      "{\"protocol\":{\"minReaderVersion\":2,\"minWriterVersion\":5}}";

  private static final String SCHEMA =
      struct(
          field("unit price", "\"long\"", 1, "col-price"),
          field("day", "\"string\"", 2, "col-day"),
          field("at", struct(field("x,y", "\"long\"", 4, "col-xy")), 3, "col-at"),
          field(
              "list",
              "{\"type\":\"array\",\"elementType\":%s,\"containsNull\":true}"
                  .formatted(struct(field("x", "\"string\"", 6, "col-x"))),
              5,
              "col-list"));

  @TempDir Path folder;
  private LocalStore disk;
  private LocalStore alone;
  private ForeignWriter writer;

  @BeforeEach
  void openTheLakesAndTheTablesFolder() throws IOException {
    disk = LocalStore.create(folder);
    alone = LocalStore.create(folder.resolve("t"));
    writer = new ForeignWriter(disk, "t");
  }

  private static String struct(String... fields) {
    return "{\"type\":\"struct\",\"fields\":[" + String.join(",", fields) + "]}";
  }

  private static String field(String name, String type, int id, String physicalName) {
    return "{\"name\":\"%s\",\"type\":%s,\"nullable\":true,\"metadata\":{\"delta.columnMapping.id\":%d,\"delta.columnMapping.physicalName\":\"%s\"}}"
        .formatted(name, type, id, physicalName);
  }

  private void create(String mode) {
    String metadata =
        ForeignWriter.metadata(
                SCHEMA,
                "{\"delta.columnMapping.mode\":\"%s\",\"delta.columnMapping.maxColumnId\":\"6\",\"delta.checkpoint.writeStatsAsStruct\":\"true\"}"
                    .formatted(mode))
            .replace("\"partitionColumns\":[]", "\"partitionColumns\":[\"day\"]");
    writer.create(PROTOCOL, metadata);
  }

  private static void append(Lake lake, String table, long price, String day) {
    lake.transact(
        tx -> tx.append(table, price, day, List.of(price), List.of(List.of(day), List.of("z"))));
  }

  private static List<String> rows(Scan scan) {
    List<String> found = new ArrayList<>();
    try (Rows rows = scan.rows()) {
      while (rows.next()) {
        found.add("%s %s %s %s".formatted(rows.get(0), rows.get(1), rows.get(2), rows.get(3)));
      }
    }
    return found;
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "id"})
  void rowsAreWrittenByPhysicalNamesAndIds(String mode) throws Exception {
    create(mode);
    try (Lake table = Lake.open(alone, Environment.system())) {
      append(table, "t", 7, "mon");
      assertThat(rows(table.scan("t"))).containsExactly("7 mon {x,y=7} [{x=mon}, {x=z}]");
      assertThat(rows(table.scan("t").where("`unit price` = 7 and at.`x,y` = 7"))).hasSize(1);
      assertThat(table.check(CheckDepth.DATA)).filteredOn(Finding::isDamage).isEmpty();
    }
    String add =
        writer.lines(1).stream().filter(line -> line.startsWith("{\"add\"")).findAny().get();
    assertThat(add)
        .contains("\"partitionValues\":{\"col-day\":\"mon\"}")
        .contains("\\\"minValues\\\":{\\\"col-price\\\":7,\\\"col-at\\\":{\\\"col-xy\\\":7}}");
    // By ids alone: whoever looks for them finds them under any name.
    StructType byId =
        new StructType(
            List.of(
                new Field("a", DataType.LONG, true, Map.of("delta.columnMapping.id", 1L)),
                new Field(
                    "b",
                    DataType.struct(
                        new Field("c", DataType.LONG, true, Map.of("delta.columnMapping.id", 4L))),
                    true,
                    Map.of("delta.columnMapping.id", 3L))));
    DataFile file = dataFile();
    assertThat(file.type().names()).containsExactly("col-price", "col-at", "col-list");
    try (BatchSource source = file.read(0, byId, null)) {
      Batch batch = source.next();
      BatchRow row = new BatchRow(byId);
      row.moveTo(batch, 0);
      assertThat(List.of(row.get(0), row.get(1))).hasToString("[7, {c=7}]");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "id"})
  void mappedTableIsAttachedWrittenCheckpointedAndDetached(String mode) {
    create(mode);
    try (Lake lake = Lake.create(disk, Environment.system())) {
      lake.attach("mapped", "t");
      for (long price = 1; price <= 12; price++) {
        append(lake, "mapped", price, price % 2 == 0 ? "even" : "odd");
      }
      assertThat(rows(lake.scan("mapped").where("day = 'even' and `unit price` < 4")))
          .containsExactly("2 even {x,y=2} [{x=even}, {x=z}]");
      lake.awaitPublished();
    }
    assertThat(writer.names("_delta_log/")).anyMatch(name -> name.contains(".checkpoint."));
    SoundLake.assertSound(folder);
    try (Lake lake = Lake.open(disk, Environment.system())) {
      lake.detach("mapped");
    }
    try (Lake table = Lake.open(alone, Environment.system())) {
      append(table, "t", 14, "even");
      assertThat(rows(table.scan("t").where("day = 'even'"))).hasSize(7);
      assertThat(table.check(CheckDepth.DATA)).filteredOn(Finding::isDamage).isEmpty();
    }
    KernelJudge.assertAgrees(alone);
  }

  private DataFile dataFile() throws Exception {
    for (ObjectInfo object : disk.list("t/part-", "")) {
      return new DataFiles(disk).open(object.name(), object.sizeBytes(), ColumnMapping.ID, null);
    }
    throw new AssertionError("no data file");
  }
}
