package org.tarnlake.maintenance.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.store.ObjectStore;

/** Each kind of damage in a table's folder is named with its object and line, and nothing else. */
abstract class TableDamageTest {
  private static final String USERS = DamagedLake.USERS;
  private static final String ORDERS = DamagedLake.ORDERS;

  abstract ObjectStore newStore() throws IOException;

  DamagedLake lake() throws IOException {
    return DamagedLake.in(newStore());
  }

  static List<String> findings(DamagedLake lake) {
    return lake.check(CheckDepth.LOGS).stream().map(Finding::toString).toList();
  }

  static String users(long version) {
    return DamagedLake.commit(USERS, version);
  }

  private static String orders(long version) {
    return DamagedLake.commit(ORDERS, version);
  }

  @Test
  void aPublishedVersionIsMissingBeforeOthers() throws IOException {
    DamagedLake lake = lake();
    lake.store().delete(users(1));
    assertThat(findings(lake)).containsExactly(missingBeforeOthers());
  }

  /** What is said of version 1, which is missing and is needed by other engines. */
  String missingBeforeOthers() {
    return "damage: users/_delta_log/00000000000000000001.json: it is missing, so that other engines cannot read the table; run 'tarn repair'";
  }

  @Test
  void publishedVersionsBeforeALakeCheckpointAreMissing() throws IOException {
    DamagedLake lake = lake();
    lake.growTo(64);
    for (long version = 1; version <= 2; version++) {
      lake.store().delete(orders(version));
    }
    assertThat(findings(lake))
        .containsExactly(
            "damage: sales/orders/_delta_log/00000000000000000001.json: it is missing and so is the one after it, so that other engines cannot read the table; run 'tarn repair'");
  }

  @Test
  void whatIsNotPublishedYetIsANote() throws IOException {
    DamagedLake lake = lake();
    lake.store().delete(orders(1));
    lake.store().delete(orders(2));
    assertThat(findings(lake))
        .containsExactly(
            "note: sales/orders/_delta_log/: versions 1 to 2 are not published yet; whoever writes to the lake next does so");
  }

  @Test
  void aPublishedVersionDiffersFromWhatWasRatified() throws IOException {
    DamagedLake lake = lake();
    lake.edit(users(2), text -> text.replace("\"dataChange\":true", "\"dataChange\":false"));
    assertThat(findings(lake))
        .containsExactly(
            "damage: users/_delta_log/00000000000000000002.json:2: it differs from what _tarn/log/00000000000000000004.json ratified; run 'tarn repair'");
  }

  @Test
  void aPublishedVersionIsCutOff() throws IOException {
    DamagedLake lake = lake();
    lake.edit(users(0), text -> text.substring(0, text.length() / 2));
    assertThat(lake.damages(CheckDepth.LOGS)).hasSize(1).allMatch(d -> d.startsWith(users(0)));
  }

  @Test
  void anotherWriterCommittedToATable() throws IOException {
    DamagedLake lake = lake();
    lake.write(users(3), "{\"commitInfo\":{\"operation\":\"WRITE\",\"timestamp\":1}}\n");
    assertThat(findings(lake))
        .containsExactly(
            "damage: users/_delta_log/00000000000000000003.json: no log entry ratified it: another program wrote to the table; run 'tarn repair', which moves it aside");
    lake.write(users(3), lake.text(users(2)));
    assertThat(lake.damages(CheckDepth.LOGS)).containsExactly(users(3) + ":0");
  }

  @Test
  void theCommitInfoContradictsTheEntry() throws IOException {
    commitInfo(
        "\"txnId\":\"[^\"]+\"",
        "\"txnId\":\"x\"",
        "the commitInfo has the txnId x, but its log entry says ");
    commitInfo(
        "\"inCommitTimestamp\":[0-9]+",
        "\"inCommitTimestamp\":5",
        "the commitInfo has the inCommitTimestamp 5, ");
    commitInfo("\"timestamp\":[0-9]+", "\"timestamp\":5", "the commitInfo has the timestamp 5, ");
    commitInfo(
        "\"tarn.lakeVersion\":\"7\"",
        "\"tarn.lakeVersion\":\"8\"",
        "the commitInfo has the tarn.lakeVersion 8, but its log entry says 7");
    commitInfo("\"tags\":", "\"labels\":", "the commitInfo is wrong: it lacks 'tags'");
    commitInfo("\"mode\":\"Append\"", "\"mode\":[]", "an operationParameter is no string");
    commitInfo(
        "\"isBlindAppend\":true", "\"isBlindAppend\":\"true\"", "isBlindAppend is no boolean");
    commitInfo("\\{\"commitInfo\":", "{\"info\":", "the first line of the commit is no commitInfo");
  }

  private void commitInfo(String from, String to, String message) throws IOException {
    DamagedLake lake = lake();
    lake.editCommit(7, orders(2), text -> text.replaceFirst(from, to));
    assertThat(findings(lake)).hasSize(1);
    assertThat(findings(lake).get(0))
        .startsWith("damage: " + DamagedLake.entry(7) + ":3: " + message);
  }

  @Test
  void protocolAndMetadataAreNotThoseOfALake() throws IOException {
    head(
        "\"tarn.lakeManaged\"",
        "\"deletionVectors\"",
        4,
        "the protocol lacks the writer feature 'tarn.lakeManaged'");
    head(
        "\"inCommitTimestamp\",",
        "",
        4,
        "the protocol lacks the writer feature 'inCommitTimestamp'");
    head("\"metaData\":{\"id\":\"", "\"metaData\":{\"id\":\"0", 5, "the metaData has the id 0");
    head(
        "\"configuration\":{\"delta.",
        "\"configuration\":{\"other.",
        5,
        "the metaData does not set 'delta.enableInCommitTimestamps'");
  }

  private void head(String from, String to, int line, String message) throws IOException {
    DamagedLake lake = lake();
    lake.store().delete(USERS + "00000000000000000000.crc");
    lake.store().delete(USERS + "00000000000000000001.crc");
    lake.store().delete(USERS + "00000000000000000002.crc");
    lake.editCommit(
        1, users(0), text -> text.replaceFirst(java.util.regex.Pattern.quote(from), to));
    assertThat(findings(lake)).hasSize(1);
    String first = findings(lake).get(0);
    assertThat(first).contains(message).startsWith("damage: " + DamagedLake.entry(1) + ":");
    String[] lines = lake.text(DamagedLake.entry(1)).split("\n");
    int found = Integer.parseInt(first.split(":")[2]);
    assertThat(lines[found - 1]).contains(line == 4 ? "\"protocol\"" : "\"metaData\"");
  }

  @Test
  void aChecksumDiffersFromTheTotals() throws IOException {
    DamagedLake lake = lake();
    String name = USERS + "00000000000000000002.crc";
    lake.edit(name, text -> text.replace("\"numFiles\":3", "\"numFiles\":4"));
    assertThat(findings(lake)).hasSize(1);
    assertThat(findings(lake).get(0))
        .startsWith("damage: " + name + ":1: it says ")
        .contains(" in 4 files, but the commits add up to ");
  }

  /** Other engines take the time of a version from there. */
  @Test
  void aChecksumIsThatOfAnotherCommit() throws IOException {
    checksum("\"txnId\":\"[^\"]+\"", "\"txnId\":\"x\"", "the txnId x, but its commit has ");
    checksum(
        "\"inCommitTimestampOpt\":[0-9]+",
        "\"inCommitTimestampOpt\":5",
        "the inCommitTimestampOpt 5, but its commit has ");
    checksum("\"numMetadata\":1", "\"numMetadata\":0", "the numMetadata 0, but its commit has 1");
    checksum("\"numProtocol\":1", "\"numProtocol\":3", "the numProtocol 3, but its commit has 1");
  }

  private void checksum(String from, String to, String message) throws IOException {
    DamagedLake lake = lake();
    String name = USERS + "00000000000000000002.crc";
    lake.edit(name, text -> text.replaceFirst(from, to));
    assertThat(findings(lake)).hasSize(1);
    assertThat(findings(lake).get(0)).startsWith("damage: " + name + ":1: it has " + message);
  }

  @Test
  void aTableCannotBeReadByThisVersion() throws IOException {
    head(
        "\"minReaderVersion\":1",
        "\"minReaderVersion\":9",
        4,
        "table users needs reader version 9");
    head(
        "\"provider\":\"parquet\"",
        "\"provider\":\"csv\"",
        5,
        "the metaData has the format 'csv', not 'parquet'");
  }

  @Test
  void aGarbledChecksumIsANote() throws IOException {
    DamagedLake lake = lake();
    lake.write(USERS + "00000000000000000002.crc", "{");
    assertThat(findings(lake))
        .containsExactly(
            "note: users/_delta_log/00000000000000000002.crc: it is no version checksum; readers do without it, delete it");
  }

  @Test
  void aDataFileIsMissing() throws IOException {
    DamagedLake lake = lake();
    String file = lake.dataFile("users");
    lake.store().delete(file);
    assertThat(findings(lake)).hasSize(1);
    assertThat(findings(lake).get(0))
        .startsWith(
            "damage: " + file + ": it is missing, but is a part of the table since its version ");
  }

  @Test
  void aDataFileIsCutOff() throws IOException {
    DamagedLake lake = lake();
    String file = lake.dataFile("users");
    lake.store().put(file, new byte[100]);
    assertThat(findings(lake)).hasSize(1);
    assertThat(findings(lake).get(0))
        .startsWith("damage: " + file + ": it has 100 bytes, but version ");
  }

  @Test
  void aDataFileIsNamedTwice() throws IOException {
    DamagedLake lake = lake();
    withoutChecksums(lake);
    String add =
        lake.text(users(1)).lines().filter(line -> line.startsWith("{\"add\"")).findFirst().get();
    lake.editCommit(
        4, users(2), text -> text.lines().limit(1).findFirst().get() + "\n" + add + "\n");
    assertThat(findings(lake).get(0))
        .startsWith("damage: " + DamagedLake.entry(4) + ":4: data file ")
        .contains(" is a part of the table already");
  }

  @Test
  void anAddContradictsTheSchema() throws IOException {
    add("\"country\":\"FR\"", "\"land\":\"FR\"", "it has no value of partition column 'country'");
    add(
        "\"day\":\"2024-05-02\"",
        "\"day\":\"yesterday\"",
        "partition column 'day': 'yesterday' is no date");
    add("\"day\":\"2024-05-02\"", "\"day\":null", "partition column 'day' is null, but NOT NULL");
    add("\\\"numRecords\\\":1", "\\\"numRecords\\\":-1", "its statistics say numRecords is -1");
    add("\"stats\":\"{", "\"stats\":\"", "its statistics are no JSON");
    add(
        "\\\"minValues\\\":{\\\"id\\\":12}",
        "\\\"minValues\\\":{\\\"id\\\":\\\"x\\\"}",
        "its statistics have minValues of 'id' as x, no long");
    add(
        "\\\"minValues\\\":{\\\"id\\\":12}",
        "\\\"minValues\\\":{\\\"no\\\":1}",
        "its statistics have minValues of 'no', which the table lacks");
    add(
        "\\\"minValues\\\":{\\\"id\\\":12}",
        "\\\"minValues\\\":{\\\"id\\\":13}",
        "its statistics have a minimum of 'id', 13, above the maximum, 12");
    add(
        "\\\"nullCount\\\":{\\\"id\\\":0}",
        "\\\"nullCount\\\":{\\\"id\\\":2}",
        "its statistics count 2 nulls of 'id' in 1 rows");
  }

  /** Edits the add of partition FR in the last commit to orders. */
  private void add(String from, String to, String message) throws IOException {
    DamagedLake lake = lake();
    UnaryOperator<String> edit =
        text -> {
          Stream<String> lines =
              text.lines().map(line -> line.contains("FR") ? line.replace(from, to) : line);
          return String.join("\n", lines.toList()) + "\n";
        };
    lake.editCommit(7, orders(2), edit);
    assertThat(lake.text(orders(2))).contains(to);
    assertThat(findings(lake).get(0)).contains(message).contains("part-");
    String[] lines = lake.text(DamagedLake.entry(7)).split("\n");
    assertThat(lake.damages(CheckDepth.LOGS))
        .allSatisfy(
            damage -> {
              assertThat(damage).startsWith(DamagedLake.entry(7));
              assertThat(lines[Integer.parseInt(damage.split(":")[1]) - 1]).contains("FR");
            });
  }

  @Test
  void aLineOfACommitIsNoAction() throws IOException {
    DamagedLake lake = lake();
    withoutChecksums(lake);
    lake.editCommit(4, users(2), text -> text.replace("\"size\":", "\"bytes\":"));
    assertThat(findings(lake))
        .containsExactly(
            "damage: "
                + DamagedLake.entry(4)
                + ":4: no action can be read: an add lacks a size; restore it from a backup");
  }

  @Test
  void aBlankLineStandsInACommit() throws IOException {
    DamagedLake lake = lake();
    lake.store().delete(USERS + "00000000000000000002.crc");
    String entry = DamagedLake.entry(4);
    String lines = lake.text(users(2));
    lake.editSealed(
        entry, body -> body.replace(lines, lines + "\n").replace("\"lines\":2", "\"lines\":3"));
    lake.write(users(2), lines + "\n");
    assertThat(lake.damages(CheckDepth.LOGS)).containsExactly(entry + ":5");
  }

  @Test
  void aFirstVersionHasNoMetadata() throws IOException {
    DamagedLake lake = lake();
    withoutChecksums(lake);
    String lines = lake.text(users(0));
    String edited =
        String.join("\n", lines.lines().filter(line -> !line.startsWith("{\"metaData")).toList())
            + "\n";
    String entry = DamagedLake.entry(1);
    lake.editSealed(
        entry,
        body ->
            body.replace(
                "\"lines\":4,\"metadata\":true}}\n" + lines,
                "\"lines\":3,\"metadata\":true}}\n" + edited));
    lake.write(users(0), edited);
    assertThat(findings(lake)).hasSize(1);
    assertThat(findings(lake).get(0))
        .startsWith("damage: " + entry)
        .contains("the first version of a table has no metaData");
  }

  private static void withoutChecksums(DamagedLake lake) throws IOException {
    for (int version = 0; version < 3; version++) {
      lake.store().delete(USERS + "%020d.crc".formatted(version));
    }
  }

  @Test
  void whatTransactionsAndOtherEnginesLeaveIsNoDamage() throws IOException {
    DamagedLake lake = lake();
    lake.write(USERS + "_sidecars/a.parquet", "x");
    lake.write(USERS + ".00000000000000000001.json.crc", "x");
    lake.write("users/_symlink_format_manifest/manifest", "x");
    lake.write("users/.part-1.parquet.crc", "x");
    assertThat(findings(lake)).isEmpty();
    lake.write("users/part-1.parquet", "abc");
    lake.write("users/part-2.parquet", "defg");
    lake.write(USERS + "_staged_commits/00000000000000000009.y.json", "x");
    lake.write(USERS + "what.is.this", "x");
    assertThat(findings(lake))
        .containsExactly(
            "note: users: 2 files of 7 bytes in no version: what transactions left that were not committed",
            "note: users/_delta_log/: 1 object of no known kind, which nobody reads",
            "note: users/_delta_log/: 1 staged commit, never ratified, which nobody reads");
  }
}
