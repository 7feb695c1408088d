package org.tarnlake.lake.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.tarnlake.store.FaultyStore.naming;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.env.Environment;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.Entries;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LogLoader;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.lake.TableLoader;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.checkpoint.CheckpointHint;
import org.tarnlake.testing.ManualThreads;
import org.tarnlake.testing.ManualTime;
import org.tarnlake.testing.SoundLake;

class CheckpointSchedulerTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore disk = new MemoryStore();
  private final FaultyStore store = new FaultyStore(disk);
  private final ManualThreads threads = new ManualThreads();
  private final ManualTime time = new ManualTime();
  private final Environment environment = time.environment(threads);
  private LakeLog log;
  private Publisher publisher;
  private Entries entries;

  @BeforeEach
  void openANewLake() {
    LogLoader.create(disk, environment);
    sound.watch(disk);
    reopen();
    entries = new Entries(log.latest());
  }

  private void reopen() {
    threads.drop();
    store.heal();
    log = LogLoader.open(store, environment);
    publisher = new Publisher(log, new TableLoader(log), environment);
  }

  /** Commits to a table and publishes each version. */
  private void append(String table, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(log.ratify(entries.append(table))).isTrue();
      publisher.wake();
      threads.runAll();
    }
  }

  private void create(String... tables) {
    assertThat(log.ratify(entries.create(tables))).isTrue();
  }

  private List<String> checkpoints(String table) {
    return disk.list(table + "/_delta_log/", "").stream()
        .map(object -> object.name().substring(object.name().lastIndexOf('/') + 1))
        .filter(name -> name.endsWith(".checkpoint.parquet"))
        .map(name -> name.replaceFirst("^0+", "").replace(".checkpoint.parquet", ""))
        .toList();
  }

  @Test
  void everyTenthVersionOfATableGetsACheckpoint() throws IOException {
    create("a", "b");
    append("a", 9);
    assertThat(checkpoints("a")).isEmpty();
    append("a", 21);
    assertThat(checkpoints("a")).containsExactly("10", "20", "30");
    assertThat(checkpoints("b")).isEmpty();
    assertThat(CheckpointHint.find(disk, "a").version()).isEqualTo(30);
  }

  @Test
  void theIntervalOfATableIsItsProperty() {
    create("a");
    append("a", 11);
    setInterval();
    append("a", 5);
    assertThat(checkpoints("a")).containsExactly("10", "13", "16");
    reopen();
    append("a", 2);
    assertThat(checkpoints("a")).containsExactly("10", "13", "16", "19");
  }

  /** Commits a checkpoint interval of 3 to the table. */
  private void setInterval() {
    CatalogTable table = entries.table("a");
    Map<String, String> properties =
        Map.of("delta.enableInCommitTimestamps", "true", "delta.checkpointInterval", "3");
    List<Action> lines =
        List.of(
            entries.lines(table.id(), null).actions("the next commit", 1).get(0),
            new Metadata(table.id(), "a", Schema.untyped("a"), properties, 0L));
    TableCommit commit =
        TableCommit.inline(table.id(), table.version() + 1, CommitLines.of(lines), true);
    assertThat(log.ratify(entries.next(List.of(), List.of(commit)))).isTrue();
  }

  /** Each process looked at the hint once, and then wrote checkpoints as if it was alone. */
  @Test
  void processesThatWriteToOneTableShareItsCheckpoints() {
    create("a");
    append("a", 10);
    LakeLog otherLog = LogLoader.open(disk, environment);
    Publisher other = new Publisher(otherLog, new TableLoader(otherLog), environment);
    for (int round = 0; round < 3; round++) {
      append("a", 9);
      otherLog.refresh();
      assertThat(otherLog.ratify(entries.append("a"))).isTrue();
      other.wake();
      threads.runAll();
      log.refresh();
    }
    append("a", 1);
    assertThat(checkpoints("a")).containsExactly("10", "20", "30", "40");
  }

  @Test
  void aHintThatIsAheadIsBelievedIfItsVersionIsThere() throws IOException {
    create("a");
    append("a", 9);
    assertThat(log.ratify(entries.append("a"))).isTrue();
    LakeLog otherLog = LogLoader.open(disk, environment);
    Publisher other = new Publisher(otherLog, new TableLoader(otherLog), environment);
    assertThat(otherLog.ratify(entries.append("a"))).isTrue();
    other.wake();
    threads.runAll();
    assertThat(checkpoints("a")).containsExactly("11");
    publisher.wake();
    threads.runAll();
    assertThat(checkpoints("a")).containsExactly("11");
    assertThat(CheckpointHint.find(disk, "a").version()).isEqualTo(11);
  }

  @Test
  void anotherProcessGoesOnFromTheHint() {
    create("a");
    append("a", 14);
    reopen();
    append("a", 5);
    assertThat(checkpoints("a")).containsExactly("10");
    append("a", 1);
    assertThat(checkpoints("a")).containsExactly("10", "20");
  }

  @Test
  void aCheckpointComesEarlyWhereTheHintIsLost() throws IOException {
    create("a");
    append("a", 14);
    disk.put("a/_delta_log/_last_checkpoint", "garbage".getBytes(UTF_8));
    reopen();
    append("a", 1);
    assertThat(checkpoints("a")).containsExactly("10", "15");
    disk.delete("a/_delta_log/_last_checkpoint");
    reopen();
    append("a", 1);
    assertThat(checkpoints("a")).containsExactly("10", "15", "16");
  }

  @Test
  void afterEachCheckpointTheThreadRests() {
    create("a");
    append("a", 10);
    assertThat(time.pauses()).containsExactly(Duration.ofMillis(19));
  }

  @Test
  void aFailureKeepsTheIntervalOfTheTableAndIsRestedAfter() {
    create("a");
    append("a", 11);
    setInterval();
    store.failBefore(naming(".checkpoint.parquet"));
    append("a", 1);
    int pauses = time.pauses().size();
    assertThat(checkpoints("a")).containsExactly("10");
    append("a", 3);
    assertThat(time.pauses().subList(pauses, time.pauses().size())).contains(Duration.ofMillis(19));
    store.heal();
    append("a", 6);
    assertThat(checkpoints("a")).containsExactly("10", "19", "22");
  }

  /** The rest was without limit, and a closed lake stayed reachable for all of it. */
  @Test
  void aRestEndsAfterTwoMinutesOrWhenTheLakeIsClosed() {
    List<Duration> pauses = new ArrayList<>();
    Runnable[] third = {() -> {}};
    Environment resting =
        new Environment(
            time::now,
            new Random(1),
            duration -> {
              pauses.add(duration);
              if (pauses.size() == 3) {
                third[0].run();
              }
            },
            threads);
    log = LogLoader.open(store, resting);
    publisher = new Publisher(log, new TableLoader(log), resting);
    store.failBefore(
        call -> {
          if (call.isWrite() && call.name().contains(".checkpoint.parquet")) {
            time.move(Duration.ofMinutes(1));
          }
          return false;
        });
    create("a", "b");
    append("a", 10);
    assertThat(checkpoints("a")).containsExactly("10");
    assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus)).hasMinutes(2);
    pauses.clear();
    third[0] = publisher::quiesce;
    append("b", 10);
    assertThat(checkpoints("b")).containsExactly("10");
    assertThat(pauses).hasSize(3).allMatch(each -> each.toMillis() == 500);
  }

  @Test
  void tablesThatWereDroppedMeanwhileGetNoCheckpoint() {
    create("a");
    append("a", 9);
    assertThat(log.ratify(entries.append("a"))).isTrue();
    assertThat(log.ratify(entries.drop("a"))).isTrue();
    publisher.wake();
    threads.runAll();
    assertThat(log.publishedThrough()).isEqualTo(12);
    assertThat(checkpoints("a")).isEmpty();
  }

  @Test
  void manyTablesGetTheirsOneAfterTheOther() {
    create("a", "b", "c");
    for (int i = 0; i < 10; i++) {
      assertThat(log.ratify(entries.append("a", "b", "c"))).isTrue();
    }
    store.resetCalls();
    publisher.wake();
    threads.runAll();
    assertThat(store.trace().stream().filter(FaultyStore.Call::isWrite).map(FaultyStore.Call::name))
        .filteredOn(name -> name.contains("checkpoint"))
        .containsExactly(
            "a/_delta_log/00000000000000000010.checkpoint.parquet",
            "a/_delta_log/_last_checkpoint",
            "b/_delta_log/00000000000000000010.checkpoint.parquet",
            "b/_delta_log/_last_checkpoint",
            "c/_delta_log/00000000000000000010.checkpoint.parquet",
            "c/_delta_log/_last_checkpoint");
  }

  @Test
  void aFailureIsTriedAgainAfterAsManyVersions() {
    create("a");
    store.failBefore(naming(".checkpoint.parquet"));
    append("a", 12);
    assertThat(checkpoints("a")).isEmpty();
    assertThat(log.publishedThrough()).isEqualTo(13);
    store.heal();
    append("a", 7);
    assertThat(checkpoints("a")).isEmpty();
    append("a", 1);
    assertThat(checkpoints("a")).containsExactly("20");
  }

  @Test
  void whereThereIsNoThreadThePublisherWritesThem() {
    create("a");
    append("a", 9);
    threads.shutdown();
    assertThat(log.ratify(entries.append("a"))).isTrue();
    publisher.await(11);
    assertThat(checkpoints("a")).containsExactly("10");
  }

  @Test
  void whatIsDueWhenTheLakeIsClosedIsWrittenThenForOneTable() {
    create("a", "b", "c");
    for (int i = 0; i < 9; i++) {
      append("a", 1);
      append("b", 1);
      append("c", 1);
    }
    assertThat(log.ratify(entries.append("a", "b", "c"))).isTrue();
    threads.shutdown();
    publisher.wake();
    publisher.quiesce();
    // Without threads, who published wrote one; who closed wrote another.
    assertThat(checkpoints("a")).containsExactly("10");
    assertThat(checkpoints("b")).containsExactly("10");
    assertThat(checkpoints("c")).isEmpty();
  }

  @Test
  void processesThatCommitOnceAndEndLeaveCheckpointsToo() {
    create("a");
    threads.shutdown();
    for (int commit = 0; commit < 25; commit++) {
      assertThat(log.ratify(entries.append("a"))).isTrue();
      publisher.wake();
      publisher.quiesce();
      reopen();
    }
    assertThat(checkpoints("a")).containsExactly("10", "20");
  }
}
