package org.tarnlake.lake.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tarnlake.store.FaultyStore.every;
import static org.tarnlake.store.FaultyStore.naming;
import static org.tarnlake.store.FaultyStore.nth;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.Entries;
import org.tarnlake.lake.Lag;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LogLoader;
import org.tarnlake.lake.TableLoader;
import org.tarnlake.store.FaultyStore.Operation;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.testing.ManualTime;

/** What a follower of publication is told, and what it cannot do to anybody else. */
class FollowerTest extends PublishedLake {
  /** Notes what it is told. */
  private class Recorder implements Follower {
    /** The versions of each table, by its location. */
    final Map<String, List<Long>> published = new TreeMap<>();

    final List<String> told = new ArrayList<>();
    Predicate<String> isGone = membership -> false;

    @Override
    public String name() {
      return "record";
    }

    @Override
    public synchronized void published(PublishedCommit commit) {
      String location = commit.table().location();
      assertThat(names(DeltaNames.log(location)))
          .contains(DeltaNames.commit(location, commit.version()));
      published.computeIfAbsent(location, each -> new ArrayList<>()).add(commit.version());
      told.add("%s %s".formatted(location, commit.version()));
    }

    @Override
    public synchronized void caughtUp(PublishedCommit newest) {
      told.add("caught up %s %s".formatted(newest.table().location(), newest.version()));
    }

    @Override
    public void roundPublished(int tables) {
      told.add("published %s tables through %s".formatted(tables, log.publishedThrough()));
    }

    @Override
    public void roundCounted(long lakeVersion) {
      told.add("counted %s through %s".formatted(lakeVersion, log.publishedThrough()));
    }

    @Override
    public synchronized void forget(Predicate<String> gone) {
      isGone = gone;
      told.add("forget");
    }

    @Override
    public void close() {
      told.add("close");
    }
  }

  /** Fails whatever it is told. */
  private static final class Failing implements Follower {
    private final Supplier<Throwable> failure;
    int told;

    Failing(Supplier<Throwable> failure) {
      this.failure = failure;
    }

    @Override
    public String name() {
      return "failing test follower";
    }

    private void fail() {
      told++;
      if (failure.get() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failure.get();
    }

    @Override
    public void published(PublishedCommit commit) {
      fail();
    }

    @Override
    public void caughtUp(PublishedCommit newest) {
      fail();
    }

    @Override
    public void roundPublished(int tables) {
      fail();
    }

    @Override
    public void roundCounted(long lakeVersion) {
      fail();
    }

    @Override
    public void forget(Predicate<String> isGone) {
      fail();
    }

    @Override
    public void close() {
      fail();
    }
  }

  private final Recorder recorder = new Recorder();

  private void follow(Follower... followers) {
    publisher = new Publisher(log, new TableLoader(log), environment, List.of(followers));
  }

  private void ratifyUpTo(long lakeVersion, String... tables) {
    while (log.latest().version() < lakeVersion) {
      ratify(entries.append(tables));
    }
  }

  /** Tries at once what failed, in this thread. */
  private void settle() {
    threads.shutdown();
    publisher.settle(log.latest().version());
    threads.restart();
  }

  @Test
  void aRoundIsToldInThisOrder() {
    follow(recorder);
    ratify(entries.create("a", "b"));
    ratify(entries.append("b"));
    publish();
    ratify(entries.append("b"));
    publish();
    publisher.quiesce();
    assertThat(recorder.told)
        .containsExactly(
            "a 0",
            "caught up a 0",
            "b 0",
            "b 1",
            "caught up b 1",
            "published 2 tables through 0",
            "counted 2 through 2",
            "b 2",
            "caught up b 2",
            "published 1 tables through 2",
            "counted 3 through 3",
            "close");
  }

  static Stream<Named<Supplier<Throwable>>> failures() {
    return Stream.of(
        Named.of("an exception", () -> new IllegalStateException("made to fail")),
        Named.of("an error", () -> new AssertionError("made to fail")));
  }

  /** An exception that was no error of the store's made the table lag, or the round fail. */
  @ParameterizedTest
  @MethodSource("failures")
  void oneThatFailsStopsNoCommitAndNoOtherAndIsToldOfWhatComesNext(Supplier<Throwable> failure) {
    Failing failing = new Failing(failure);
    follow(failing, recorder);
    ratify(entries.create("a", "b"));
    ratifyUpTo(63, "a");
    publish();
    int before = failing.told;
    assertThat(before).isEqualTo(recorder.told.size());
    ratifyUpTo(64, "a");
    publish();
    ratify(entries.drop("b"));
    publish();
    publisher.quiesce();
    assertThat(failing.told).isEqualTo(recorder.told.size()).isGreaterThan(before);
    assertThat(log.publishedThrough()).isEqualTo(65);
    assertThat(log.publication().lags()).isEmpty();
    assertThat(publishedCommits("a")).isEqualTo(64);
    assertThat(recorder.published.get("a")).hasSize(64);
    assertThat(published("a")).contains("63.crc", "62.checkpoint.parquet");
    assertThat(checkpoints()).containsExactly("_tarn/log/00000000000000000064.checkpoint.json");
  }

  /** Calls of the store fail, tables lag, rounds are repeated: no commit is told twice or early. */
  @Test
  void eachCommitIsToldOnceAndInOrderWhateverFails() {
    for (int n = 1; n <= 40; n++) {
      disk.list("", "").forEach(object -> disk.delete(object.name()));
      LogLoader.create(disk, environment);
      reopen();
      entries = new Entries(log.latest());
      Recorder now = new Recorder();
      follow(now);
      LakeLog other = LogLoader.open(disk, environment);
      other.ratify(entries.create("a", "b"));
      other.ratify(entries.append("a"));
      log.refresh();
      ratify(entries.append("b", "a"));
      store.resetCalls();
      store.failBefore(nth(n).or(nth(n + 1)));
      publish();
      ratify(entries.append("a"));
      publish();
      store.heal();
      ratify(entries.append("a", "b"));
      settle();
      assertThat(now.published)
          .as("with call %d and the next failing", n)
          .isEqualTo(Map.of("a", List.of(0L, 1L, 2L, 3L, 4L), "b", List.of(0L, 1L, 2L)));
    }
  }

  @Test
  void aTableThatLagsIsNotCaughtUp() {
    follow(recorder);
    ratify(entries.create("a", "b"));
    ratifyUpTo(4, "a", "b");
    store.failBefore(every(Operation.PUT_IF_ABSENT).and(naming(DeltaNames.commit("a", 2))));
    publish();
    assertThat(log.publication().lags()).extracting(Lag::location).containsExactly("a");
    assertThat(recorder.published.get("a")).containsExactly(0L, 1L);
    assertThat(recorder.told).contains("caught up b 3").noneMatch(t -> t.startsWith("caught up a"));
    store.heal();
    settle();
    assertThat(recorder.published.get("a")).containsExactly(0L, 1L, 2L, 3L);
    assertThat(recorder.told).endsWith("caught up a 3");
  }

  @Test
  void whatOthersPublishedIsNotTold() {
    follow(recorder);
    ratify(entries.create("a"));
    LakeLog otherLog = LogLoader.open(disk, environment);
    Publisher other = new Publisher(otherLog, new TableLoader(otherLog), environment);
    other.wake();
    threads.runAll();
    ratify(entries.append("a"));
    publish();
    assertThat(recorder.published.get("a")).containsExactly(1L);
  }

  @Test
  void itIsToldToForgetTablesThatWereDropped() {
    follow(recorder);
    ratify(entries.create("a", "b"));
    CatalogTable gone = entries.table("a");
    CatalogTable there = entries.table("b");
    publish();
    assertThat(recorder.told).doesNotContain("forget");
    ratify(entries.drop("a"));
    publish();
    assertThat(recorder.told).endsWith("forget", "counted 2 through 2");
    assertThat(recorder.isGone.test(gone.membership())).isTrue();
    assertThat(recorder.isGone.test(there.membership())).isFalse();
  }

  /** Keeps who tells it of something waiting. */
  private static final class Slow implements Follower {
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch end = new CountDownLatch(1);
    private final String location;

    /** One that is slow at a table, or at the end of rounds if its name is empty. */
    Slow(String location) {
      this.location = location;
    }

    @Override
    public String name() {
      return "slow test follower";
    }

    private void takeLong() {
      begun.countDown();
      try {
        end.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void published(PublishedCommit commit) {
      if (commit.table().location().equals(location)) {
        takeLong();
      }
    }

    @Override
    public void roundCounted(long lakeVersion) {
      if (location.isEmpty()) {
        takeLong();
      }
    }
  }

  private void followInThreads(Slow slow, InThreads test) throws InterruptedException {
    ExecutorService real = Executors.newCachedThreadPool();
    try {
      publisher =
          new Publisher(
              log, new TableLoader(log), new ManualTime().environment(real), List.of(slow));
      ratify(entries.create("a", "b"));
      publisher.wake();
      slow.begun.await();
      test.run();
    } finally {
      slow.end.countDown();
      publisher.quiesce();
      real.shutdown();
    }
    assertThat(log.publishedThrough()).isEqualTo(log.latest().version());
    assertThat(log.publication().lags()).isEmpty();
  }

  private interface InThreads {
    void run() throws InterruptedException;
  }

  @Test
  void oneThatIsSlowAtATableHoldsUpNeitherCommitsNorOtherTables() throws Exception {
    Slow slow = new Slow("a");
    followInThreads(
        slow,
        () -> {
          ratify(entries.append("a", "b"));
          while (publishedCommits("b") == 0) {
            Thread.onSpinWait();
          }
        });
    assertThat(publishedCommits("a")).isEqualTo(2);
    assertThat(publishedCommits("b")).isEqualTo(2);
  }

  @Test
  void oneThatIsSlowAtTheEndOfARoundHoldsUpNobodyWhoWaitsForIt() throws Exception {
    followInThreads(
        new Slow(""),
        () -> {
          publisher.await(1);
          ratify(entries.append("a"));
        });
    assertThat(publishedCommits("a")).isEqualTo(2);
  }
}
