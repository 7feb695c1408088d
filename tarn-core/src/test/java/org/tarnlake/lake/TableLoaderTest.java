package org.tarnlake.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.table.DeltaNames;
import org.tarnlake.table.TableState;
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

  /** Puts a checkpoint of a version into the table's log, as another engine would. */
  private void checkpoint(long version) throws Exception {
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
    LakeLog reader = LogLoader.open(store, environment);
    store.resetCalls();
    assertThat(new TableLoader(reader).head(table(reader.latest()), reader.latest()).schema())
        .isEqualTo(org.tarnlake.schema.Schema.untyped("a"));
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
    reader.published(lake.version());
    assertThatThrownBy(() -> loader.load(table(lake), lake))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining(DeltaNames.commit("t", 2));
  }

  private List<String> read() {
    return store.trace().stream().map(FaultyStore.Call::name).toList();
  }
}
