package org.tarnlake.maintenance.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.Rows;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.env.Environment;
import org.tarnlake.error.TarnException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.Metadata;

/** What only the data files can show is found by the deep check, and by no other. */
class DataDamageTest {
  private final MemoryStore store = new MemoryStore();

  private DamagedLake lake() {
    return DamagedLake.in(store);
  }

  private List<String> deepFindings() {
    return Finding.of(store, CheckDepth.DATA).stream().map(Finding::toString).toList();
  }

  private void assertFound(DamagedLake lake, String file, String message) {
    assertThat(lake.check(CheckDepth.LOGS)).isEmpty();
    assertThat(deepFindings())
        .containsExactly("damage: " + file + ": " + message + "; restore the file from a backup");
  }

  /**
   * Those in page headers were once passed over, or belittled as what this version cannot read,
   * though the scan failed.
   */
  @Test
  void everyFlippedBitOfADataFileIsDamage() throws IOException {
    try (Lake lake = Lake.create(store, Environment.system())) {
      lake.transact(
          tx -> {
            tx.createUntypedTable("t", "a", "b");
            tx.append("t", 1, "one");
            tx.append("t", 2, null);
          });
    }
    String file = DamagedLake.over(store).dataFile("t");
    byte[] whole = store.get(file);
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      store.put(file, flipped);
      List<Finding> findings = Finding.of(store, CheckDepth.DATA);
      assertThat(findings).as("bit %d flipped", bit).hasSize(1);
      assertThat(findings.get(0).object()).isEqualTo(file);
      assertThat(findings.get(0).isDamage()).as(findings.get(0).toString()).isTrue();
      try {
        assertThat(rows()).as("bit %d flipped", bit).containsExactly("1 one", "2 null");
      } catch (TarnException e) {
        assertThat(e).hasMessageContaining(file);
      }
    }
    store.put(file, whole);
    assertThat(Finding.of(store, CheckDepth.DATA)).isEmpty();
  }

  private List<String> rows() {
    List<String> rows = new ArrayList<>();
    try (Lake lake = Lake.open(store, Environment.system());
        Rows cursor = lake.scan("t").rows()) {
      while (cursor.next()) {
        rows.add(cursor.get(0) + " " + cursor.get(1));
      }
    }
    return rows;
  }

  @Test
  void aFileHasOtherRowsThanTheLogSays() throws IOException {
    stats("\\\"numRecords\\\":2", "\\\"numRecords\\\":3", "it has 2 rows, but the log says 3");
  }

  @Test
  void aFileHasOtherNullsThanTheLogSays() throws IOException {
    stats(
        "\\\"nullCount\\\":{\\\"id\\\":0,\\\"name\\\":1}",
        "\\\"nullCount\\\":{\\\"id\\\":0,\\\"name\\\":0}",
        "column 'name' is null 1 times, but its statistics say 0");
  }

  @Test
  void aFileHasValuesOutsideItsStatistics() throws IOException {
    String outside = "column '%s' has 1 values, the first '%s', outside what its statistics say";
    stats(
        "\\\"minValues\\\":{\\\"id\\\":1",
        "\\\"minValues\\\":{\\\"id\\\":2",
        outside.formatted("id", 1));
    stats(
        "\\\"maxValues\\\":{\\\"id\\\":2",
        "\\\"maxValues\\\":{\\\"id\\\":1",
        outside.formatted("id", 2));
    stats(
        "\\\"maxValues\\\":{\\\"id\\\":2,\\\"name\\\":\\\"Ada\\\"",
        "\\\"maxValues\\\":{\\\"id\\\":2,\\\"name\\\":\\\"Ad\\\"",
        null);
  }

  /** Edits the statistics of the file that the first version of users added. */
  private void stats(String from, String to, String message) throws IOException {
    store.list("", "").forEach(object -> store.delete(object.name()));
    DamagedLake lake = lake();
    String commit = DamagedLake.commit(DamagedLake.USERS, 0);
    String path = lake.text(commit).replaceFirst("(?s).*\"path\":\"([^\"]+)\".*", "$1");
    assertThat(lake.text(commit)).contains(from);
    lake.editCommit(1, commit, text -> text.replace(from, to));
    if (message == null) {
      // A minimum above its maximum is seen in the log alone.
      assertThat(lake.check(CheckDepth.LOGS)).hasSize(1);
    } else {
      assertFound(lake, "users/" + path, message);
    }
  }

  @Test
  void aFileHasAnotherSchemaThanTheTable() throws IOException {
    DamagedLake lake = lake();
    String commit = DamagedLake.commit(DamagedLake.USERS, 0);
    for (int version = 0; version < 3; version++) {
      store.delete(DamagedLake.USERS + "%020d.crc".formatted(version));
    }
    lake.editCommit(
        1,
        commit,
        text ->
            text.replace(
                "\\\"name\\\":\\\"name\\\",\\\"type\\\":\\\"string\\\"",
                "\\\"name\\\":\\\"name\\\",\\\"type\\\":\\\"binary\\\""));
    assertThat(lake.check(CheckDepth.LOGS)).isEmpty();
    assertThat(deepFindings())
        .hasSize(3)
        .allMatch(
            f ->
                f.endsWith(
                    ": its column 'name' is a string, but in the table it is a binary; restore the file from a backup"));
  }

  @Test
  void notNullIsBrokenAtAnyDepth() throws IOException {
    Field inner = Field.optional("x", DataType.LONG);
    Schema schema =
        Schema.builder()
            .optional("s", DataType.struct(inner))
            .optional("l", DataType.list(DataType.LONG))
            .optional("m", DataType.map(DataType.STRING, DataType.LONG))
            .build();
    try (Lake lake = Lake.create(store, Environment.system())) {
      lake.transact(
          tx -> {
            tx.createTable("t", schema);
            tx.append("t", null, null, null);
            tx.append(
                "t",
                Arrays.asList((Object) null),
                Arrays.asList(1L, null),
                java.util.Collections.singletonMap("k", null));
          });
    }
    assertThat(deepFindings()).isEmpty();
    DamagedLake lake = DamagedLake.over(store);
    String commit = "t/_delta_log/00000000000000000000.json";
    store.delete("t/_delta_log/00000000000000000000.crc");
    lake.editCommit(
        1,
        commit,
        text ->
            text.replace(
                    "\\\"name\\\":\\\"x\\\",\\\"type\\\":\\\"long\\\",\\\"nullable\\\":true",
                    "\\\"name\\\":\\\"x\\\",\\\"type\\\":\\\"long\\\",\\\"nullable\\\":false")
                .replace("\\\"containsNull\\\":true", "\\\"containsNull\\\":false")
                .replace("\\\"valueContainsNull\\\":true", "\\\"valueContainsNull\\\":false"));
    String file = lake.dataFile("t");
    assertThat(lake.check(CheckDepth.LOGS)).isEmpty();
    assertThat(deepFindings())
        .containsExactly(
            "damage: "
                + file
                + ": column 's.x' is NOT NULL, but null 1 times; restore the file from a backup",
            "damage: "
                + file
                + ": column 'l.element' is NOT NULL, but null 1 times; restore the file from a backup",
            "damage: "
                + file
                + ": column 'm.value' is NOT NULL, but null 1 times; restore the file from a backup");
  }

  @Test
  void filesThatTheLogCheckFoundToBeDamagedAreNotToldTwice() throws IOException {
    DamagedLake lake = lake();
    store.delete(lake.dataFile("users"));
    store.put(lake.dataFile("users"), new byte[7]);
    assertThat(lake.damages(CheckDepth.DATA)).hasSize(2);
  }

  /** The log's value counts, and another in the file would mislead those who read that. */
  @Test
  void aFileHasAnotherValueOfItsPartitionThanTheLogSays() throws Exception {
    StructType columns =
        new StructType(
            List.of(Field.required("id", DataType.INT), Field.optional("p", DataType.STRING)));
    try (Lake lake = Lake.create(store, Environment.system())) {
      lake.transact(
          tx -> {
            tx.createTable("t", new Schema(columns, List.of("p")));
            tx.append("t", 1, "x");
          });
    }
    String file = DamagedLake.over(store).dataFile("t");
    long size = store.size(file);
    Report report = new Report();
    for (String told : List.of("x", "y")) {
      DataFileCheck.check(
          report,
          new DataFiles(store),
          "t",
          new Metadata("t", "t", new Schema(columns, List.of("p")), Map.of(), 0L),
          ColumnMapping.NONE,
          new AddFile(
              file.substring(file.indexOf('/') + 1), Map.of("p", told), size, 0, true, null),
          false);
    }
    assertThat(report.items())
        .extracting(Report.Item::message)
        .containsExactly(
            "its partition column 'p' is 'x', but the log says 'y'; restore the file from a backup");
  }
}
