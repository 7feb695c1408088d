package org.tarnlake.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.LongStream;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.Transaction;
import org.tarnlake.judge.RowDifference;

/** Spark and Tarn append to the same table at the same time: every row of both is there, once. */
@ExtendWith(Features.class)
class ConcurrentWritersTest {
  private static final String END = "";
  private static final int LOCKED_ROWS = 12;

  @TempDir Path temporary;

  private Path table;

  @BeforeEach
  void makeTable() {
    table = temporary.resolve("t");
    Spark.sql("CREATE TABLE %s (id BIGINT, a STRING) USING delta", Spark.delta(table));
  }

  @Test
  @DisplayName("Spark and Tarn at once: two processes, no lock, Spark's log store a put-if-absent")
  void neitherOverwritesTheOther() throws Exception {
    Process spark = SparkProcess.start(table);
    BlockingQueue<String> forBursts = new LinkedBlockingQueue<>();
    BlockingQueue<String> forWaits = new LinkedBlockingQueue<>();
    List<Long> expected = sparkIds(SparkProcess.THREADS, SparkProcess.ROWS_PER_THREAD);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    List<Long> waited;
    try (BufferedReader output = spark.inputReader(StandardCharsets.UTF_8)) {
      Future<List<Long>> bursts = threads.submit(() -> appendInBursts(forBursts));
      Future<List<Long>> waits = threads.submit(() -> appendAcrossCommits(forWaits));
      List<String> printed = new ArrayList<>();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        printed.add(line);
        if (line.startsWith(SparkProcess.INSERTED)) {
          forBursts.add(line);
          forWaits.add(line);
        }
      }
      forBursts.add(END);
      forWaits.add(END);
      assertThat(spark.waitFor()).as(String.join("\n", printed)).isZero();
      expected.addAll(bursts.get());
      waited = waits.get();
    } finally {
      spark.destroyForcibly();
      threads.shutdown();
    }
    expected.addAll(LongStream.range(0, waited.size()).boxed().toList());
    assertEveryRowOnce(expected);
    assertThat(waited.stream().filter(passed -> passed > 0))
        .as("commits of Tarn's that came after another's which they had not read")
        .isNotEmpty();
    assertThat(rebasedBySpark()).as("the same of Spark's, the other being Tarn's").isPositive();
  }

  /** Appends some rows, each in a commit of its own, whenever Spark has inserted one. */
  private List<Long> appendInBursts(BlockingQueue<String> inserted) throws Exception {
    List<Long> ids = new ArrayList<>();
    try (Lake lake = Lake.open(table)) {
      while (!inserted.take().equals(END)) {
        for (int i = 0; i < 5; i++) {
          long id = 1_000_000 + ids.size();
          lake.transact(tx -> tx.append("t", id, "tarn"));
          ids.add(id);
          assertThat(TarnRows.rows(lake.scan("t").where("id >= 1000000"))).hasSameSizeAs(ids);
        }
      }
    }
    return ids;
  }

  /**
   * Appends rows 0, 1, ... in transactions in which Spark inserts something before they commit.
   *
   * @return how many versions of others each of them had not read
   */
  private List<Long> appendAcrossCommits(BlockingQueue<String> inserted) throws Exception {
    List<Long> passed = new ArrayList<>();
    try (Lake lake = Lake.open(table)) {
      boolean ended = false;
      while (!ended) {
        try (Transaction tx = lake.begin()) {
          tx.append("t", (long) passed.size(), "tarn");
          ended = inserted.take().equals(END);
          long read = tx.readVersion();
          passed.add(tx.commit() - read - 1);
        }
      }
    }
    return passed;
  }

  @Test
  @DisplayName("Spark and Tarn at once: one process, a lock around each commit")
  void commonLockIsEnough() throws Exception {
    Lock lock = new ReentrantLock(true);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    List<Long> expected = sparkIds(1, LOCKED_ROWS);
    try {
      Future<?> spark =
          threads.submit(
              () -> {
                for (long id = 1_000; id < 1_000 + LOCKED_ROWS; id++) {
                  String insert = "INSERT INTO %s VALUES (%d, 'spark')";
                  locked(lock, insert.formatted(Spark.delta(table), id));
                }
              });
      long id = 1_000_000;
      try (Lake lake = Lake.open(table)) {
        while (!spark.isDone()) {
          long row = id++;
          lock.lock();
          try {
            lake.transact(tx -> tx.append("t", row, "tarn"));
          } finally {
            lock.unlock();
          }
          expected.add(row);
        }
      }
      spark.get();
    } finally {
      threads.shutdown();
    }
    assertEveryRowOnce(expected);
  }

  private static void locked(Lock lock, String statement) {
    lock.lock();
    try {
      Spark.session().sql(statement).collectAsList();
    } finally {
      lock.unlock();
    }
  }

  private static List<Long> sparkIds(int threads, int rows) {
    List<Long> ids = new ArrayList<>();
    for (long thread = 1; thread <= threads; thread++) {
      LongStream.range(thread * 1_000, thread * 1_000 + LOCKED_ROWS).forEach(ids::add);
    }
    return ids;
  }

  private List<Row> history() {
    return Spark.sql("DESCRIBE HISTORY %s", Spark.delta(table))
        .select("version", "readVersion", "engineInfo")
        .collectAsList();
  }

  /** How many of Spark's commits came after one of Tarn's that they had not read. */
  private long rebasedBySpark() {
    List<Row> history = history();
    List<Long> tarn =
        history.stream()
            .filter(commit -> commit.getString(2).startsWith("Tarn/"))
            .map(commit -> commit.getLong(0))
            .toList();
    return history.stream()
        .filter(commit -> commit.getString(2).startsWith("Apache-Spark"))
        .filter(commit -> !commit.isNullAt(1))
        .filter(c -> tarn.stream().anyMatch(v -> v > c.getLong(1) && v < c.getLong(0)))
        .count();
  }

  private void assertEveryRowOnce(List<Long> expected) {
    List<List<@Nullable Object>> spark = Spark.rows("SELECT * FROM %s", Spark.delta(table));
    assertThat(spark.stream().map(row -> (Long) row.get(0)))
        .containsExactlyInAnyOrderElementsOf(expected);
    try (Lake lake = Lake.open(table)) {
      assertThat(RowDifference.of(TarnRows.rows(lake.scan("t")), spark, "Spark")).isEmpty();
      assertThat(lake.check(CheckDepth.DATA).stream().filter(Finding::isDamage)).isEmpty();
      // A version for the table's creation and one for each row: no gap, none overwritten.
      assertThat(lake.latest().version()).isEqualTo(expected.size());
      assertThat(history()).hasSize(expected.size() + 1);
    }
  }
}
