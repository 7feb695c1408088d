package org.tarnlake.maintenance.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.TarnException;
import org.tarnlake.lake.LakeIdentity;
import org.tarnlake.lake.LogLoader;
import org.tarnlake.store.ObjectStore;

/** Each kind of damage under {@code _tarn} is named with its object and line, and nothing else. */
abstract class LogDamageTest {
  private static final String TABLE = "0a0a0a0a-0000-4000-8000-000000000000";

  abstract ObjectStore newStore() throws IOException;

  private DamagedLake lake() throws IOException {
    return DamagedLake.in(newStore());
  }

  private static List<String> damages(DamagedLake lake) {
    return lake.damages(CheckDepth.LOGS);
  }

  private static String only(DamagedLake lake) {
    assertThat(lake.check(CheckDepth.LOGS).stream().filter(Finding::isDamage)).hasSize(1);
    return lake.check(CheckDepth.LOGS).stream()
        .filter(Finding::isDamage)
        .findFirst()
        .map(Finding::toString)
        .get();
  }

  @Test
  void anEmptyStoreIsNoLake() throws IOException {
    ObjectStore store = newStore();
    assertThatThrownBy(() -> Finding.of(store, CheckDepth.LOGS))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("is no lake: it has no _tarn/lake.json");
  }

  @Test
  void theIdentityIsMissing() throws IOException {
    DamagedLake lake = lake();
    lake.store().delete("_tarn/lake.json");
    assertThat(only(lake)).startsWith("damage: _tarn/lake.json: it is missing");
  }

  @Test
  void theIdentityIsGarbage() throws IOException {
    DamagedLake lake = lake();
    lake.write("_tarn/lake.json", "{\"formatVersion\":1");
    assertThat(damages(lake)).containsExactly("_tarn/lake.json:1");
  }

  /** One letter of it would be another lake, or another time of its beginning. */
  @Test
  void theIdentityIsAltered() throws IOException {
    DamagedLake lake = lake();
    byte[] identity = lake.store().get("_tarn/lake.json");
    for (int bit = 0; bit < 8 * identity.length; bit++) {
      byte[] altered = identity.clone();
      altered[bit / 8] ^= (byte) (1 << (bit % 8));
      lake.store().put("_tarn/lake.json", altered);
      assertThat(damages(lake)).as("bit %d", bit).containsExactly("_tarn/lake.json:1");
      assertThatThrownBy(() -> Lake.open(lake.store(), Environment.system()))
          .as("bit %d", bit)
          .isInstanceOf(TarnException.class)
          .hasMessageContaining("_tarn/lake.json");
    }
  }

  @Test
  void theIdentityTellsATimeAfterTheFirstEntry() throws IOException {
    DamagedLake lake = lake();
    LakeIdentity identity = LakeIdentity.read(lake.store().get("_tarn/lake.json"));
    lake.store()
        .put(
            "_tarn/lake.json",
            new LakeIdentity(1, identity.lakeId(), 9_000_000_000_000L).toBytes());
    assertThat(only(lake))
        .startsWith("damage: _tarn/lake.json:1: its createdTime 9000000000000 is not before ");
  }

  @Test
  void theLakeIsOfANewerFormat() throws IOException {
    DamagedLake lake = lake();
    lake.edit(
        "_tarn/lake.json", text -> text.replace("\"formatVersion\":1", "\"formatVersion\":2"));
    assertThat(only(lake))
        .isEqualTo(
            "damage: _tarn/lake.json:1: is of format 2, newer than the format 1 that this version of Tarn knows; use a newer Tarn");
  }

  @Test
  void anEntryIsMissing() throws IOException {
    DamagedLake lake = lake();
    lake.store().delete(DamagedLake.entry(2));
    assertThat(only(lake))
        .isEqualTo(
            "damage: _tarn/log/00000000000000000002.json: it is missing, though later versions exist; copy it from a backup; without one, move _tarn away and run 'tarn adopt' (older lake versions are lost)");
  }

  @Test
  void severalEntriesAreMissing() throws IOException {
    DamagedLake lake = lake();
    lake.store().delete(DamagedLake.entry(1));
    lake.store().delete(DamagedLake.entry(2));
    lake.store().delete(DamagedLake.entry(4));
    assertThat(lake.check(CheckDepth.LOGS).stream().map(Finding::toString))
        .containsExactly(
            "damage: _tarn/log/00000000000000000001.json: it is missing and so is the one after it, though later versions exist; copy it from a backup; without one, move _tarn away and run 'tarn adopt' (older lake versions are lost)",
            "damage: _tarn/log/00000000000000000004.json: it is missing, though later versions exist; copy it from a backup; without one, move _tarn away and run 'tarn adopt' (older lake versions are lost)");
  }

  @Test
  void theLastEntryIsMissingAndWhatItPublishedTellsSo() throws IOException {
    DamagedLake lake = lake();
    lake.store().delete(DamagedLake.entry(7));
    assertThat(only(lake))
        .isEqualTo(
            "damage: _tarn/log/00000000000000000007.json: it is missing, though sales/orders/_delta_log/00000000000000000002.json says that it ratified it; copy it from a backup; without one, move _tarn away and run 'tarn adopt' (older lake versions are lost)");
  }

  @Test
  void anEntryIsUnderAWrongName() throws IOException {
    DamagedLake lake = lake();
    lake.write("_tarn/log/3.json", lake.text(DamagedLake.entry(3)));
    lake.store().delete(DamagedLake.entry(3));
    assertThat(lake.check(CheckDepth.LOGS).stream().map(Finding::toString))
        .containsExactly(
            "damage: _tarn/log/00000000000000000003.json: it is missing, though later versions exist; copy it from a backup; without one, move _tarn away and run 'tarn adopt' (older lake versions are lost)",
            "note: _tarn/log/3.json: 1 object under _tarn of no known kind, which nobody reads");
  }

  @Test
  void aCutOffEntryIsToldWithItsLastLine() throws IOException {
    DamagedLake lake = lake();
    lake.edit(DamagedLake.entry(4), text -> text.substring(0, text.indexOf("\"add\"") + 9));
    assertThat(only(lake))
        .isEqualTo(
            "damage: _tarn/log/00000000000000000004.json:4: it is cut off: its last line is no end line; restore it from a backup");
  }

  @Test
  void anAlteredLineIsToldIfItIsNoJsonAnyMore() throws IOException {
    DamagedLake lake = lake();
    lake.edit(DamagedLake.entry(4), text -> text.replace("{\"add\":", "[\"add\":"));
    assertThat(damages(lake)).containsExactly(DamagedLake.entry(4) + ":4");
  }

  @Test
  void aLineIsMissingFromAnEntry() throws IOException {
    DamagedLake lake = lake();
    lake.edit(
        DamagedLake.entry(4),
        text ->
            text.lines()
                .filter(line -> !line.contains("commitInfo"))
                .reduce("", (a, b) -> a + b + "\n"));
    assertThat(only(lake))
        .contains(DamagedLake.entry(4) + ":4: its end line tells of 4 lines, but there are 3");
  }

  @Test
  void anEntryIsACopyOfAnother() throws IOException {
    DamagedLake lake = lake();
    lake.write(DamagedLake.entry(8), lake.text(DamagedLake.entry(3)));
    assertThat(only(lake)).contains(DamagedLake.entry(8) + ":1: it says lake version 3");
  }

  @Test
  void theHeaderOfAnEntryIsWrong() throws IOException {
    header("\"readVersion\":6", "\"readVersion\":7", "its read version 7 is not before its own");
    header("\"isolation\":\"snapshot\"", "\"isolation\":\"none\"", "its isolation is 'none'");
    header(
        "\"formatVersion\":1",
        "\"formatVersion\":9",
        "it is of format 9; check it with a newer Tarn");
    header("\"txnId\":\"", "\"txnId\":\"x", "no UUID");
    header("\"timestamp\":", "\"timestamp\":-", "its timestamp is not after 1970");
    header("\"writer\":", "\"author\":", "it lacks 'writer'");
    header("{\"lakeCommit\":", "{\"commit\":", "it lacks 'lakeCommit'");
  }

  private void header(String from, String to, String message) throws IOException {
    DamagedLake lake = lake();
    lake.editSealed(DamagedLake.entry(7), body -> body.replace(from, to));
    assertThat(only(lake)).startsWith("damage: " + DamagedLake.entry(7) + ":1: ").contains(message);
  }

  @Test
  void timestampsDoNotGrow() throws IOException {
    DamagedLake lake = lake();
    lake.editSealed(
        DamagedLake.entry(6),
        body -> body.replaceFirst("\"timestamp\":[0-9]+", "\"timestamp\":1000"));
    assertThat(only(lake)).contains(DamagedLake.entry(6) + ":1: its timestamp 1000 is not after ");
  }

  @Test
  void twoEntriesHaveOneTxnId() throws IOException {
    DamagedLake lake = lake();
    String id =
        lake.text(DamagedLake.entry(3)).replaceFirst("(?s).*\"txnId\":\"([^\"]+)\".*", "$1");
    lake.editSealed(
        DamagedLake.entry(6),
        body -> body.replaceFirst("\"txnId\":\"[^\"]+\"", "\"txnId\":\"" + id + "\""));
    assertThat(only(lake))
        .contains(
            DamagedLake.entry(6)
                + ":1: its txnId is that of _tarn/log/00000000000000000003.json too");
  }

  @Test
  void aLineIsOfAnUnknownType() throws IOException {
    afterTheLast(
        "{\"mergeTable\":{}}", "the line type 'mergeTable' is unknown; check it with a newer Tarn");
  }

  @Test
  void aChangeLacksAField() throws IOException {
    afterTheLast("{\"dropTable\":{\"tableId\":\"%s\"}}".formatted(TABLE), "it lacks 'name'");
  }

  @Test
  void aTableIsMadeTwice() throws IOException {
    DamagedLake lake = lake();
    String id = idOf(lake, "people");
    next(
        lake,
        create(id, "other", "other"),
        DamagedLake.entry(8) + ":2: the table id " + id + " was used before");
  }

  @Test
  void aNameIsTaken() throws IOException {
    afterTheLast(create(TABLE, "PEOPLE", "people"), "there is a table PEOPLE already");
  }

  @Test
  void aLocationIsAnothers() throws IOException {
    String location = "is another table's, or lies within or around one";
    afterTheLast(create(TABLE, "fresh", "users/inner"), "the location users/inner " + location);
    afterTheLast(create(TABLE, "fresh", "Sales"), "the location Sales " + location);
    afterTheLast(create(TABLE, "fresh", "_tarn/x"), "'_tarn/x' cannot be a table's location");
    afterTheLast(create(TABLE, "fresh", "../x"), "'../x' cannot be a table's location");
  }

  @Test
  void aTableIsMadeWithoutAFirstVersion() throws IOException {
    afterTheLast(create(TABLE, "fresh", "fresh"), "the table has no first version in this entry");
  }

  @Test
  void anUnknownTableIsDroppedOrCommittedTo() throws IOException {
    String unknown = "there is no table of the id " + TABLE;
    afterTheLast("{\"dropTable\":{\"tableId\":\"%s\",\"name\":[\"x\"]}}".formatted(TABLE), unknown);
    afterTheLast(
        "{\"tableCommit\":{\"tableId\":\"%s\",\"version\":0,\"lines\":1}}\n{}".formatted(TABLE),
        unknown);
  }

  @Test
  void aRenameStartsFromAnotherName() throws IOException {
    DamagedLake lake = lake();
    next(
        lake,
        "{\"renameTable\":{\"tableId\":\"%s\",\"from\":[\"users\"],\"to\":[\"crew\"]}}"
            .formatted(idOf(lake, "people")),
        DamagedLake.entry(8) + ":2: the table is called people, not users");
  }

  @Test
  void aTablesVersionJumps() throws IOException {
    DamagedLake lake = lake();
    String commit = "{\"tableCommit\":{\"tableId\":\"%s\",\"version\":4,\"lines\":1}}\n{}";
    next(
        lake,
        commit.formatted(idOf(lake, "people")),
        DamagedLake.entry(8) + ":2: the new version of table people is 4, but must be 3");
  }

  @Test
  void anEntryPromisesMoreLinesThanItHas() throws IOException {
    afterTheLast(
        "{\"tableCommit\":{\"tableId\":\"%s\",\"version\":0,\"lines\":3}}\n{}".formatted(TABLE),
        "it promises 3 lines, but 1 follow");
  }

  private void afterTheLast(String line, String message) throws IOException {
    next(lake(), line, DamagedLake.entry(8) + ":2: " + message);
  }

  /** Writes entry 8 with these lines behind its header. */
  private static void next(DamagedLake lake, String lines, String message) throws IOException {
    String header =
        "{\"lakeCommit\":{\"formatVersion\":1,\"lakeVersion\":8,\"txnId\":\"%s\",\"lakeId\":\"%s\",\"previousCrc32c\":%s,\"readVersion\":7,\"timestamp\":9000000000000,\"isolation\":\"snapshot\",\"operation\":\"test\",\"writer\":\"test\"}}\n"
            .formatted(
                new UUID(1, 2),
                LogLoader.identity(lake.store()).lakeId(),
                DamagedLake.crc(lake.text(DamagedLake.entry(7))));
    lake.write(DamagedLake.entry(8), DamagedLake.seal(header + lines + "\n"));
    assertThat(
            lake.check(CheckDepth.LOGS).stream().filter(Finding::isDamage).map(Finding::toString))
        .first()
        .asString()
        .startsWith("damage: " + message);
    assertThat(damages(lake)).allMatch(damage -> damage.startsWith(DamagedLake.entry(8)));
  }

  private static String create(String id, String name, String location) {
    return "{\"createTable\":{\"tableId\":\"%s\",\"name\":[\"%s\"],\"location\":\"%s\"}}"
        .formatted(id, name, location);
  }

  private static String idOf(DamagedLake lake, String table) {
    try (Lake opened = Lake.open(lake.store(), Environment.system())) {
      return opened.latest().table(table).id();
    }
  }

  @Test
  void aCheckpointDiffersFromTheLog() throws IOException {
    DamagedLake lake = lake();
    lake.growTo(65);
    lake.editSealed(DamagedLake.checkpoint(64), body -> body.replace("\"people\"", "\"peoples\""));
    assertThat(only(lake))
        .startsWith(
            "damage: "
                + DamagedLake.checkpoint(64)
                + ":2: it differs from what the log entries add up to");
  }

  @Test
  void aCheckpointIsCutOff() throws IOException {
    DamagedLake lake = lake();
    lake.growTo(65);
    lake.edit(DamagedLake.checkpoint(64), text -> text.substring(0, text.length() - 10));
    assertThat(only(lake))
        .startsWith("damage: " + DamagedLake.checkpoint(64) + ":4: it is cut off");
  }

  @Test
  void behindALostEntryTheCheckGoesOnFromTheNextCheckpoint() throws IOException {
    DamagedLake lake = lake();
    lake.growTo(66);
    lake.store().delete(DamagedLake.entry(1));
    lake.edit(DamagedLake.entry(5), text -> text.substring(1));
    lake.editSealed(
        DamagedLake.entry(66), body -> body.replace("\"version\":61", "\"version\":62"));
    assertThat(damages(lake))
        .containsExactly(
            DamagedLake.entry(1) + ":0", DamagedLake.entry(5) + ":1", DamagedLake.entry(66) + ":2");
  }

  @Test
  void theHintMayBeAnything() throws IOException {
    DamagedLake lake = lake();
    lake.growTo(130);
    String hint = "_tarn/log/_last_checkpoint";
    lake.write(hint, "{\"lakeVersion\":64}");
    assertThat(lake.check(CheckDepth.LOGS).stream().map(Finding::toString))
        .containsExactly(
            "note: " + hint + ": it names version 64, but there is a checkpoint of version 128");
    lake.write(hint, "{\"lakeVersion\":70}");
    assertThat(lake.check(CheckDepth.LOGS).stream().map(Finding::toString))
        .containsExactly(
            "note: "
                + hint
                + ": it names version 70, which has no checkpoint; the log is listed instead");
    lake.write(hint, "\0\1");
    assertThat(lake.check(CheckDepth.LOGS)).hasSize(1).noneMatch(Finding::isDamage);
    lake.store().delete(hint);
    assertThat(lake.check(CheckDepth.LOGS)).hasSize(1).noneMatch(Finding::isDamage);
  }
}
