package org.tarnlake.maintenance.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.data.DuckDb;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.action.DomainMetadata;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.action.RowIds;
import org.tarnlake.table.action.SetTransaction;
import org.tarnlake.table.checkpoint.CheckpointWriter;
import org.tarnlake.table.log.TableLog;
import org.tarnlake.table.state.TableState;

/** What is wrong with a checkpoint of a table is told, as damage if readers would trust it. */
class TableCheckpointDamageTest {
  private static final String CHECKPOINT =
      DamagedLake.USERS + "00000000000000000001.checkpoint.parquet";
  private static final String HINT = DamagedLake.USERS + "_last_checkpoint";
  private static final String REMEDY =
      "; delete it: the commits before it hold the same, and a later one replaces it";

  private static DamagedLake lake() {
    return DamagedLake.in(new MemoryStore());
  }

  private static List<String> findings(DamagedLake lake) {
    return lake.check(CheckDepth.LOGS).stream().map(Finding::toString).toList();
  }

  private static TableState usersAt(DamagedLake lake, long version) {
    TableLog log = new TableLog(lake.store(), "users");
    return version == 0 ? log.load(0) : next(lake, log.load(version - 1), List.of());
  }

  /** The next state, as its commit and more actions make it, with the checksum of its commit. */
  private static TableState next(DamagedLake lake, TableState state, List<Action> more) {
    String name = DeltaNames.commit("users", state.version() + 1);
    CommitLines commit = CommitLines.ofBytes(StoreAccess.get(lake.store(), name));
    List<Action> actions = new ArrayList<>(commit.actions(name, 1));
    actions.addAll(more);
    return state.applyKnown(actions, commit.crc32c(), name);
  }

  /** Writes a checkpoint that tells of a state under the name of one of users' version 1. */
  private static void checkpoint(DamagedLake lake, TableState state) throws IOException {
    MemoryStore scratch = new MemoryStore();
    new CheckpointWriter(scratch, Environment.system()).write("users", state);
    lake.store().put(CHECKPOINT, scratch.get(DeltaNames.checkpoint("users", state.version())));
  }

  @Test
  void aSoundCheckpointOfATableIsNoFinding() throws IOException {
    DamagedLake lake = lake();
    new CheckpointWriter(lake.store(), Environment.system()).write("users", usersAt(lake, 1));
    assertThat(findings(lake)).isEmpty();
  }

  @Test
  void aCheckpointOfATableSaysSomethingElseThanItsCommits() throws IOException {
    DamagedLake lake = lake();
    // Loaded before there is a checkpoint, which would be believed.
    TableState one = usersAt(lake, 1);
    checkpoint(lake, usersAt(lake, 0));
    assertThat(findings(lake))
        .contains(
            "damage: %s: it has 1 adds, but the commits add up to 2 files%s"
                .formatted(CHECKPOINT, REMEDY));
    checkpoint(lake, usersAt(lake, 2));
    assertThat(lake.damages(CheckDepth.LOGS)).containsExactly(CHECKPOINT + ":0");
    assertThat(findings(lake).get(0)).contains(", which is no part of the table; delete it");
    AddFile file = one.files().toList().get(0);
    AddFile larger =
        new AddFile(file.path(), Map.of(), file.sizeBytes() + 1, 0, true, file.statistics());
    checkpoint(lake, one.apply(List.of(larger), "2.json"));
    assertThat(lake.damages(CheckDepth.LOGS)).containsExactly(CHECKPOINT + ":0");
    assertThat(findings(lake).get(0)).contains("but version 0 says " + file.sizeBytes());
    checkpoint(lake, one.apply(List.of(new Protocol(1, 2, null, null)), "2.json"));
    assertThat(findings(lake).get(0)).contains("it has another protocol than the commits");
    checkpoint(lake, new TableLog(lake.store(), "sales/orders").load(1));
    assertThat(findings(lake).get(0)).contains("it has other metadata than the commits");
    checkpoint(lake, one.apply(List.of(new SetTransaction("app", 1, 2)), "2.json"));
    assertThat(findings(lake).get(0))
        .contains("it has the application versions {app=1}, but the commits have {}");
    checkpoint(lake, one.apply(List.of(new DomainMetadata("app", "1", false)), "2.json"));
    assertThat(findings(lake).get(0)).contains("it has the domains {app=1}, but the commits have");
  }

  /** Only paths and sizes were compared, though readers prune by the rest and hide rows by it. */
  @Test
  void aCheckpointOfATableSaysSomethingElseOfADataFile() throws IOException {
    DamagedLake lake = lake();
    TableState one = usersAt(lake, 1);
    AddFile file = one.files().toList().get(0);
    String statistics = String.valueOf(file.statistics());
    assertToldOf(
        lake,
        one,
        altered(file, file.modifiedMillis() + 1, statistics, null, null, file.tags(), null),
        "modificationTime is %s and not %s"
            .formatted(file.modifiedMillis() + 1, file.modifiedMillis()));
    assertToldOf(
        lake,
        one,
        altered(
            file,
            file.modifiedMillis(),
            statistics.replace("\"minValues\":{\"id\":1", "\"minValues\":{\"id\":2"),
            null,
            null,
            file.tags(),
            null),
        "stats of column 'id' is 2 to 2, null 0 times in 2 rows and not 1 to 2, null 0 times in 2 rows");
    DeletionVector vector = new DeletionVector("u", "ab^-aqEH.-t@S}K{vb[*", 1, 34, 1);
    assertThat(
            CheckpointAddCheck.difference(
                one.metadata().schema(),
                file,
                altered(file, file.modifiedMillis(), statistics, vector, null, file.tags(), null)))
        .startsWith("deletionVector is ");
    assertToldOf(
        lake,
        one,
        altered(file, file.modifiedMillis(), statistics, null, new RowIds(0, 1), file.tags(), null),
        "baseRowId and defaultRowCommitVersion is RowIds[");
    assertToldOf(
        lake,
        one,
        altered(
            file,
            file.modifiedMillis(),
            statistics,
            null,
            null,
            Map.of("tarn.footerCrc32c", "00000000"),
            null),
        "tags is {tarn.footerCrc32c=00000000} and not {tarn.footerCrc32c=");
    assertToldOf(
        lake,
        one,
        altered(file, file.modifiedMillis(), statistics, null, null, file.tags(), "somebody"),
        "clusteringProvider is somebody and not null");
    // The same in other words, and less of it.
    checkpoint(
        lake,
        next(
            lake,
            usersAt(lake, 0),
            List.of(
                altered(
                    file,
                    file.modifiedMillis(),
                    statistics.replace("{\"id\":", "{ \"id\" : "),
                    null,
                    null,
                    Map.of(),
                    null))));
    assertThat(lake.damages(CheckDepth.LOGS)).isEmpty();
  }

  private static AddFile altered(
      AddFile file,
      long modifiedMillis,
      String statistics,
      DeletionVector vector,
      RowIds ids,
      Map<String, String> tags,
      String clusteringProvider) {
    return new AddFile(
        file.path(),
        file.partitionValues(),
        file.sizeBytes(),
        modifiedMillis,
        true,
        statistics,
        vector,
        ids,
        new HashMap<>(tags),
        clusteringProvider);
  }

  private static void assertToldOf(
      DamagedLake lake, TableState state, AddFile file, String difference) throws IOException {
    checkpoint(lake, state.apply(List.of(file), "2.json"));
    assertThat(lake.damages(CheckDepth.LOGS)).containsExactly(CHECKPOINT + ":0");
    assertThat(findings(lake).get(0))
        .contains("it says of data file %s that its %s".formatted(file.path(), difference))
        .contains(", as version 0 says; delete it");
  }

  @Test
  void aPartitionValueIsComparedByWhatItMeans() throws IOException {
    DamagedLake lake = lake();
    Schema schema = new TableLog(lake.store(), "sales/orders").load(2).metadata().schema();
    AddFile none = partitioned(null, "2024-05-01");
    for (String same : new String[] {null, "", "__HIVE_DEFAULT_PARTITION__"}) {
      assertThat(CheckpointAddCheck.difference(schema, none, partitioned(same, "2024-05-01")))
          .isNull();
    }
    assertThat(CheckpointAddCheck.difference(schema, none, partitioned("FR", "2024-05-01")))
        .isEqualTo("partition value 'country' is FR and not null");
    assertThat(CheckpointAddCheck.difference(schema, none, partitioned(null, "2024-05-02")))
        .isEqualTo("partition value 'day' is 2024-05-02 and not 2024-05-01");
  }

  private static AddFile partitioned(String country, String day) {
    Map<String, String> values = new HashMap<>();
    values.put("country", country);
    values.put("day", day);
    return new AddFile("f", values, 1, 1, true, null);
  }

  /** Other engines take the columns where Tarn takes the text. */
  @Test
  void aCheckpointThatContradictsItselfIsDamage(@TempDir Path folder) throws Exception {
    MemoryStore store = new MemoryStore();
    DamagedLake lake = DamagedLake.in(store);
    String name = DamagedLake.ORDERS + "00000000000000000001.checkpoint.parquet";
    MemoryStore scratch = new MemoryStore();
    new CheckpointWriter(scratch, Environment.system())
        .write("sales/orders", new TableLog(store, "sales/orders").load(1));
    Path sound = Files.write(folder.resolve("sound.parquet"), scratch.get(name));
    Map<String, String> changes =
        Map.of(
            "stats_parsed := struct_update(add.stats_parsed, numRecords := 99)",
            "stats_parsed of column 'id' is 10 to 10, null 0 times in 99 rows and not 10 to 10, null 0 times in 1 rows",
            "partitionValues_parsed := struct_update(add.partitionValues_parsed, country := 'FR')",
            "partitionValues_parsed 'country' is FR and not DE");
    try (DuckDb duck = new DuckDb()) {
      for (Map.Entry<String, String> change : changes.entrySet()) {
        Path changed = folder.resolve("changed.parquet");
        Files.deleteIfExists(changed);
        duck.execute(
            "COPY (SELECT * REPLACE (CASE WHEN add IS NULL THEN NULL ELSE struct_update(add, "
                + change.getKey()
                + ") END AS add) FROM '"
                + sound
                + "') TO '"
                + changed
                + "' (FORMAT parquet)");
        store.put(name, Files.readAllBytes(changed));
        assertThat(findings(lake).get(0))
            .startsWith("damage: " + name + ": it contradicts itself on data file part-")
            .contains(change.getValue());
      }
    }
  }

  /** Readers pass over it, so nothing is lost. */
  @Test
  void aCheckpointOfATableThatCannotBeDecodedIsANote() throws IOException {
    DamagedLake lake = lake();
    checkpoint(lake, usersAt(lake, 1));
    byte[] bytes = lake.store().get(CHECKPOINT);
    lake.store().put(CHECKPOINT, Arrays.copyOf(bytes, bytes.length / 2));
    assertThat(lake.damages(CheckDepth.LOGS)).isEmpty();
    assertThat(findings(lake).get(0))
        .startsWith("note: " + CHECKPOINT + ": it is damaged, and Tarn passes over it: ")
        .endsWith(REMEDY);
    bytes[200] ^= 1;
    lake.store().put(CHECKPOINT, bytes);
    assertThat(lake.damages(CheckDepth.LOGS)).isEmpty();
    assertThat(findings(lake).get(0)).startsWith("note: " + CHECKPOINT + ": it is damaged");
    lake.store().delete(CHECKPOINT);
    String part = CHECKPOINT.replace("point.", "point.0000000001.0000000002.");
    lake.store().put(part, bytes);
    assertThat(findings(lake).get(0))
        .isEqualTo(
            "note: %s: the checkpoint has 1 of its 2 parts; readers pass over it".formatted(part));
  }

  @Test
  void aWrongHintOfATablesCheckpointIsANote() throws IOException {
    DamagedLake lake = lake();
    CheckpointWriter writer = new CheckpointWriter(lake.store(), Environment.system());
    writer.write("users", usersAt(lake, 1));
    String one = lake.text(HINT);
    lake.store().delete(HINT);
    assertThat(findings(lake))
        .containsExactly("note: " + HINT + ": it is missing; the log is listed instead");
    lake.write(HINT, "x");
    assertThat(findings(lake))
        .containsExactly("note: " + HINT + ": it is garbage; the log is listed instead");
    lake.write(HINT, "{\"version\":0}");
    assertThat(findings(lake))
        .containsExactly(
            "note: %s: it names version 0, which has no checkpoint; some engines cannot read the table then: delete it"
                .formatted(HINT));
    lake.write(HINT, one.replace("\"sizeInBytes\":", "\"sizeInBytes\":1"));
    assertThat(findings(lake)).hasSize(1);
    assertThat(findings(lake).get(0)).contains("it says that the checkpoint of version 1 has 1");
    writer.write("users", usersAt(lake, 2));
    lake.write(HINT, one);
    assertThat(findings(lake))
        .containsExactly(
            "note: %s: it names version 1, but there is a checkpoint of version 2".formatted(HINT));
  }
}
