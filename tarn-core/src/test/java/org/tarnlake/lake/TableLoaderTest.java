package org.tarnlake.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.lake.publish.Publisher;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.action.SetTransaction;
import org.tarnlake.table.checkpoint.CheckpointWriter;
import org.tarnlake.table.state.TableState;
import org.tarnlake.testing.ManualThreads;
import org.tarnlake.testing.ManualTime;

/** What loading a table of a lake asks of the store. */
class TableLoaderTest {
  private final MemoryStore disk = new MemoryStore();
  private final FaultyStore store = new FaultyStore(disk);
  private final ManualThreads threads = new ManualThreads();
  private final Environment environment = new ManualTime().environment(threads);
  private LakeLog writer;
  private Publisher publisher;
  private Entries entries;

  @BeforeEach
  void lakeWithTable() {
    LogLoader.create(disk, environment);
    writer = LogLoader.open(disk, environment);
    publisher = new Publisher(writer, new TableLoader(writer), environment);
    entries = new Entries(writer.latest());
    assertThat(writer.ratify(entries.create("t"))).isTrue();
    publish();
  }

  private void append(int commits) {
    for (int i = 0; i < commits; i++) {
      assertThat(writer.ratify(entries.append("t"))).isTrue();
    }
  }

  private void publish() {
    publisher.wake();
    threads.runAll();
  }

  /** Writes a checkpoint of a version that tells of an application more, to be known by. */
  private void checkpoint(long version) throws Exception {
    TableState state = TableState.empty();
    for (long v = 0; v <= version; v++) {
      String name = DeltaNames.commit("t", v);
      CommitLines lines = CommitLines.ofBytes(disk.get(name));
      List<Action> actions = new ArrayList<>(lines.actions(name, 1));
      if (v == version) {
        actions.add(new SetTransaction("from checkpoint", version, 0));
      }
      state = state.applyKnown(actions, lines.crc32c(), name);
    }
    new CheckpointWriter(disk, environment).write("t", state);
  }

  /** Puts a checkpoint of a version into the table's log, as another engine would. */
  private void foreignCheckpoint(long version) throws Exception {
    String name = DeltaNames.commit("t", version).replace(".json", "");
    String first = new String(disk.get(DeltaNames.commit("t", 0)), "UTF-8");
    String head =
        String.join("\n", first.lines().filter(line -> !line.contains("commitInfo")).toList());
    disk.put(
        name + ".checkpoint.01234567-89ab-cdef-0123-456789abcdef.json",
        (head + "\n{\"txn\":{\"appId\":\"from checkpoint\",\"version\":%d}}\n".formatted(version))
            .getBytes("UTF-8"));
    disk.put(
        DeltaNames.lastCheckpoint("t"), "{\"version\":%d}".formatted(version).getBytes("UTF-8"));
  }

  private CatalogTable table(LakeState lake) {
    return Objects.requireNonNull(
        lake.catalog().find(org.tarnlake.schema.TableName.parse("t")), "t");
  }

  @Test
  void warmRefreshAfterOneCommitCostsOneRequestWhateverCameBefore() {
    append(40);
    publish();
    LakeLog reader = LogLoader.open(store, environment);
    TableLoader loader = new TableLoader(reader);
    loader.load(table(reader.latest()), reader.latest());
    append(1);
    publish();
    LakeState lake = reader.refresh();
    store.resetCalls();
    TableState state = loader.load(table(lake), lake);
    assertThat(state.version()).isEqualTo(41);
    assertThat(store.calls()).isLessThanOrEqualTo(1);
    store.resetCalls();
    assertThat(loader.load(table(lake), lake)).isSameAs(state);
    assertThat(store.calls()).isZero();
  }

  @Test
  void coldLoadStartsFromTheNewestCheckpoint() throws Exception {
    // Fewer commits than let the publisher write a checkpoint of its own.
    append(8);
    publish();
    checkpoint(6);
    LakeLog reader = LogLoader.open(store, environment);
    store.resetCalls();
    TableState state = new TableLoader(reader).load(table(reader.latest()), reader.latest());
    assertThat(state.version()).isEqualTo(8);
    assertThat(state.transactions()).extracting(each -> each.appId()).contains("from checkpoint");
    assertThat(read()).doesNotContain(DeltaNames.commit("t", 0), DeltaNames.commit("t", 5));
    assertThat(store.calls()).isLessThan(8);
  }

  @Test
  void headOfAColdTableComesFromTheCheckpointToo() throws Exception {
    append(40);
    publish();
    for (long version = 0; version <= 40; version++) {
      disk.delete(DeltaNames.checksum("t", version));
    }
    checkpoint(38);
    disk.delete(DeltaNames.commit("t", 0));
    LakeLog reader = LogLoader.open(store, environment);
    store.resetCalls();
    assertThat(new TableLoader(reader).head(table(reader.latest()), reader.latest()).schema())
        .hasToString("Schema[columns=struct<a:string>, partitionColumns=[]]");
    assertThat(store.calls()).isLessThan(8);
  }

  @Test
  void checkpointAfterTheWantedVersionIsNotUsed() throws Exception {
    append(2);
    publish();
    LakeState before = writer.latest();
    append(2);
    publish();
    checkpoint(4);
    LakeLog reader = LogLoader.open(store, environment);
    TableState state = new TableLoader(reader).load(table(before), reader.at(before.version()));
    assertThat(state.version()).isEqualTo(2);
    assertThat(state.transactions()).isEmpty();
  }

  /**
   * State 1 was in memory when others committed up to version 5, wrote a checkpoint of it and
   * cleaned the log up: each read asked for commit 2 and took its absence for damage.
   */
  @Test
  void aTableInMemoryWhoseLogWasCleanedUpIsReadFromTheCheckpointThen() throws Exception {
    append(1);
    publish();
    LakeLog reader = LogLoader.open(store, environment);
    TableLoader loader = new TableLoader(reader);
    assertThat(loader.load(table(reader.latest()), reader.latest()).version()).isEqualTo(1);
    append(5);
    publish();
    checkpoint(5);
    for (long version = 0; version < 5; version++) {
      disk.delete(DeltaNames.commit("t", version));
    }
    LakeState lake = reader.refresh();
    reader.publication().published(lake.version());
    TableState state = loader.load(table(lake), lake);
    assertThat(state.version()).isEqualTo(6);
    assertThat(state.transactions())
        .extracting(SetTransaction::appId)
        .containsExactly("from checkpoint");
    store.resetCalls();
    assertThat(loader.load(table(lake), lake)).isSameAs(state);
    assertThat(store.calls()).isZero();
  }

  /**
   * Whoever loads a table at least every 256 versions never began again with a newer checkpoint,
   * and held all files of a table that had grown large, for life.
   */
  @Test
  void filesOfATableThatGrewLargeLeaveMemoryForACheckpoint() throws Exception {
    LakeLog reader = LogLoader.open(store, environment);
    TableLoader loader = new TableLoader(reader);
    addFiles(60_000);
    append(7);
    publish();
    LakeState before = reader.refresh();
    assertThat(loader.load(table(before), before).heldInMemory()).isEqualTo(60_000);
    append(2);
    publish();
    assertThat(disk.list("t/_delta_log/00000000000000000010.checkpoint", "")).hasSize(1);
    LakeState lake = reader.refresh();
    TableState state = loader.load(table(lake), lake);
    assertThat(state.version()).isEqualTo(10);
    assertThat(state.heldInMemory()).isZero();
    assertThat(state.fileCount()).isEqualTo(60_000);
    append(1);
    publish();
    lake = reader.refresh();
    store.resetCalls();
    assertThat(loader.load(table(lake), lake).version()).isEqualTo(11);
    assertThat(store.calls()).isLessThanOrEqualTo(1);
  }

  @Test
  void whereNoCheckpointComesTheStoreIsAskedForOneEveryFewVersionsOnly() throws Exception {
    LakeLog reader = LogLoader.open(store, environment);
    TableLoader loader = new TableLoader(reader);
    addFiles(60_000);
    LakeState first = reader.refresh();
    loader.load(table(first), first);
    long asked = 0;
    for (int i = 0; i < 40; i++) {
      assertThat(writer.ratify(entries.append("t"))).isTrue();
      LakeState lake = reader.refresh();
      store.resetCalls();
      loader.load(table(lake), lake);
      asked += read().stream().filter(DeltaNames.lastCheckpoint("t")::equals).count();
    }
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void aCheckpointOfThisProcessIsKnownWithoutAskingTheStore() {
    LakeLog log = LogLoader.open(store, environment);
    TableLoader loader = new TableLoader(log);
    Publisher own = new Publisher(log, loader, environment);
    // From here on only this process writes.
    writer = log;
    publisher = own;
    addFiles(60_000);
    loader.load(table(log.latest()), log.latest());
    append(8);
    loader.load(table(log.latest()), log.latest());
    append(1);
    publish();
    store.resetCalls();
    append(1);
    TableState state = loader.load(table(log.latest()), log.latest());
    assertThat(state.version()).isEqualTo(11);
    assertThat(state.heldInMemory()).isZero();
  }

  @Test
  void tablesThatAreGoneLeaveMemory() {
    assertThat(writer.ratify(entries.create("u"))).isTrue();
    LakeLog reader = LogLoader.open(store, environment);
    TableLoader loader = new TableLoader(reader);
    LakeState lake = reader.latest();
    lake.catalog().tables().forEach(table -> loader.load(table, lake));
    assertThat(loader.tableCount()).isEqualTo(2);
    assertThat(writer.ratify(entries.drop("u"))).isTrue();
    LakeState after = reader.refresh();
    loader.load(table(after), after);
    assertThat(loader.tableCount()).isEqualTo(1);
  }

  /** Commits many small files at once. */
  private void addFiles(int count) {
    CatalogTable table = entries.table("t");
    List<Action> actions = new ArrayList<>(entries.lines(table.id(), null).actions("lines", 1));
    for (int i = 0; i < count; i++) {
      actions.add(new AddFile("part-%d.parquet".formatted(i), Map.of(), 10, 0, true, null));
    }
    TableCommit commit =
        TableCommit.inline(table.id(), table.version() + 1, CommitLines.of(actions), false);
    assertThat(writer.ratify(entries.next(List.of(), List.of(commit)))).isTrue();
  }

  /**
   * Tables are in the same place in every copy of a lake, so a checkpoint of another history may
   * lie there. Nothing but its name said which table it was of, and its rows were shown.
   */
  @Test
  void aCheckpointThatTheLogDoesNotVouchForIsPassedOver() throws Exception {
    append(8);
    publish();
    foreignCheckpoint(6);
    checkpoint(4);
    LakeLog reader = LogLoader.open(store, environment);
    TableState state = new TableLoader(reader).load(table(reader.latest()), reader.latest());
    assertThat(state.version()).isEqualTo(8);
    assertThat(state.transactions()).extracting(SetTransaction::version).containsExactly(4L);
  }

  /** A letter in the name of a column made it another one, for whoever wrote next, too. */
  @Test
  void anAlteredVersionChecksumDecidesNothing() throws Exception {
    append(3);
    publish();
    String name = DeltaNames.checksum("t", 3);
    String text = new String(disk.get(name), "UTF-8");
    disk.put(
        name, text.replace("\\\"name\\\":\\\"a\\\"", "\\\"name\\\":\\\"b\\\"").getBytes("UTF-8"));
    assertThat(new String(disk.get(name), "UTF-8")).isNotEqualTo(text);
    LakeLog reader = LogLoader.open(store, environment);
    assertThat(new TableLoader(reader).head(table(reader.latest()), reader.latest()).schema())
        .hasToString("Schema[columns=struct<a:string>, partitionColumns=[]]");
    publisher = new Publisher(reader, new TableLoader(reader), environment);
    writer = reader;
    append(1);
    publish();
    assertThat(new String(disk.get(DeltaNames.checksum("t", 4)), "UTF-8"))
        .contains("\\\"name\\\":\\\"a\\\"");
  }

  /** Of 300 flipped bits in published commits, three showed other rows. */
  @Test
  void anAlteredCommitIsNamedWhateverItSaysNow() throws Exception {
    append(8);
    publish();
    LakeLog reader = LogLoader.open(store, environment);
    LakeState lake = reader.latest();
    reader.publication().published(lake.version());
    for (long version = 0; version <= 8; version++) {
      String name = DeltaNames.commit("t", version);
      byte[] right = disk.get(name);
      byte[] altered = new String(right, "UTF-8").replace("WRITE", "WRITF").getBytes("UTF-8");
      disk.put(name, altered);
      assertThatThrownBy(() -> new TableLoader(reader).load(table(lake), lake))
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining("is not what the lake's log ratified");
      disk.put(name, right);
    }
    assertThat(new TableLoader(reader).load(table(lake), lake).version()).isEqualTo(8);
  }

  /** The lake's log was copied first and the table's folder some commits later. */
  @Test
  void aFolderAheadOfTheLogIsNamedBeforeItIsWrittenTo() throws Exception {
    append(3);
    publish();
    disk.put(DeltaNames.commit("t", 4), disk.get(DeltaNames.commit("t", 3)));
    LakeLog reader = LogLoader.open(store, environment);
    assertThatThrownBy(() -> new TableLoader(reader).head(table(reader.latest()), reader.latest()))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("table t is at version 3 by the lake's log, but")
        .hasMessageContaining("00004.json exists");
  }

  /** The table's folder was copied first, and the lake's log with a checkpoint commits later. */
  @Test
  void aFolderBehindTheLogIsNamedBeforeItIsWrittenTo() throws Exception {
    append(3);
    publish();
    disk.delete(DeltaNames.commit("t", 3));
    LakeLog reader = LogLoader.open(store, environment);
    reader.publication().published(reader.latest().version());
    assertThatThrownBy(() -> new TableLoader(reader).head(table(reader.latest()), reader.latest()))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("00003.json is missing");
  }

  /** Where the newest commits wait for publication, others in their place are seen as well. */
  @Test
  void commitsOfAnotherHistoryInThePlaceOfUnpublishedOnesAreNamed() throws Exception {
    append(2);
    publish();
    append(2);
    disk.put(DeltaNames.commit("t", 3), disk.get(DeltaNames.commit("t", 2)));
    LakeLog reader = LogLoader.open(store, environment);
    assertThatThrownBy(() -> new TableLoader(reader).head(table(reader.latest()), reader.latest()))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("00003.json of table t is not what the lake's log ratified");
  }

  @Test
  void missingCommitIsNamed() throws Exception {
    append(3);
    publish();
    disk.delete(DeltaNames.commit("t", 2));
    publisher.quiesce();
    LakeLog reader = LogLoader.open(store, environment);
    // What the lake's log still has in memory needs no published commit; force a cold read.
    TableLoader loader = new TableLoader(reader);
    LakeState lake = reader.latest();
    reader.publication().published(lake.version());
    assertThatThrownBy(() -> loader.load(table(lake), lake))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining(DeltaNames.commit("t", 2));
  }

  private List<String> read() {
    return store.trace().stream().map(FaultyStore.Call::name).toList();
  }
}
