package org.tarnlake.maintenance.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.Lake;
import org.tarnlake.maintenance.check.LakeCheck;
import org.tarnlake.maintenance.check.Report;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.testing.ManualTime;
import org.tarnlake.testing.SoundLake;

/** Files that log entries carry come back from there. */
final class CarriedFilesRepairTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final ManualTime time = new ManualTime();
  private final MemoryStore store = sound.watch(new MemoryStore());

  @BeforeEach
  void makeLake() {
    try (Lake lake = Lake.create(store, time.process())) {
      lake.transact(tx -> tx.createTable("t", Schema.parse("a int")));
      lake.transact(tx -> tx.append("t", 1));
      lake.transact(
          tx -> {
            for (int i = 2; i < 9; i++) {
              tx.append("t", i);
            }
          });
      lake.transact(tx -> tx.delete("t", "a = 5"));
      lake.transact(tx -> tx.delete("t", "a = 1"));
    }
  }

  @AfterEach
  void isWhole() {
    try (Lake lake = Lake.open(store, time.process())) {
      assertThat(lake.scan("t").count()).isEqualTo(6);
    }
    assertThat(Repair.plan(store, time.process())).isEmpty();
  }

  private List<String> files(String end) {
    return store.list("t/", "").stream()
        .map(ObjectInfo::name)
        .filter(name -> name.endsWith(end))
        .toList();
  }

  /** Data files: of the row that is gone, and of the others. */
  private List<String> bySize() {
    return store.list("t/part-", "").stream()
        .sorted(Comparator.comparingLong(ObjectInfo::sizeBytes))
        .map(ObjectInfo::name)
        .toList();
  }

  @Test
  void whatIsMissingIsWrittenAgain() throws IOException {
    List<String> vectors = files(".bin");
    assertThat(vectors).hasSize(1);
    String rows = bySize().get(1);
    store.delete(rows);
    store.delete(vectors.get(0));
    assertThat(LakeCheck.logs(store))
        .filteredOn(Report.Item::isDamage)
        .extracting(Report.Item::message)
        .singleElement()
        .asString()
        .endsWith("; the lake's log still has it: run 'tarn repair'");
    assertThat(Repair.run(store, time.process()))
        .allMatch(step -> step.kind() == RepairStep.Kind.PUBLISH)
        .hasSize(2);
    assertThat(files(".bin")).isEqualTo(vectors);
    assertThat(files(".parquet")).contains(rows);
  }

  /**
   * A table that never could be published looks like this, and so does one whose folder is lost.
   */
  @Test
  void aWholeFolderIsWrittenAgainIfTheLogHasAllOfIt() throws IOException {
    List<String> before = store.list("t/", "").stream().map(ObjectInfo::name).toList();
    for (String name : before) {
      store.delete(name);
    }
    Repair.run(store, time.process());
    assertThat(files(".parquet")).hasSize(2);
    assertThat(files(".bin")).hasSize(1);
    assertThat(LakeCheck.logs(store)).noneMatch(Report.Item::isDamage);
  }

  /** As another engine's VACUUM leaves it. */
  @Test
  void aFileThatIsNoPartOfTheTableAnyMoreStaysAway() throws IOException {
    String removed = bySize().get(0);
    byte[] rows = store.get(removed);
    store.delete(removed);
    assertThat(Repair.plan(store, time.process())).isEmpty();
    store.put(removed, rows);
  }

  /** Whoever sees the commit finds its files, as they were committed. */
  @Test
  void filesComeBeforeTheCommitThatNamesThem() throws IOException {
    String rows = bySize().get(1);
    byte[] whole = store.get(rows);
    store.put(rows, Arrays.copyOf(whole, whole.length / 2));
    String commit = "t/_delta_log/00000000000000000002.json";
    store.delete(commit);
    assertThat(Repair.run(store, time.process()))
        .extracting(RepairStep::kind, RepairStep::object)
        .containsSubsequence(
            tuple(RepairStep.Kind.MOVE_ASIDE, rows),
            tuple(RepairStep.Kind.PUBLISH, rows),
            tuple(RepairStep.Kind.PUBLISH, commit));
    assertThat(store.get(rows)).isEqualTo(whole);
  }

  /** As a power cut may leave them. What is there is kept aside. */
  @Test
  void whatIsCutOffIsWrittenAgain() throws IOException {
    String vectors = files(".bin").get(0);
    byte[] whole = store.get(vectors);
    store.put(vectors, Arrays.copyOf(whole, whole.length / 2));
    assertThat(Repair.run(store, time.process()))
        .extracting(RepairStep::kind, RepairStep::object)
        .containsExactly(
            tuple(RepairStep.Kind.MOVE_ASIDE, vectors), tuple(RepairStep.Kind.PUBLISH, vectors));
    assertThat(store.get(vectors)).isEqualTo(whole);
  }
}
