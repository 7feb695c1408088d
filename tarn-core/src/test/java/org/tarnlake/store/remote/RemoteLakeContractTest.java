package org.tarnlake.store.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tarnlake.schema.DataType.LONG;
import static org.tarnlake.schema.DataType.STRING;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.Lake;
import org.tarnlake.Rows;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.ChildJvm;
import org.tarnlake.testing.SoundLake;

/**
 * A lake on a server, from its first commit to the deep check. The module of each vendor extends
 * this.
 */
public abstract class RemoteLakeContractTest {
  private static final int THREADS = 3;
  private static final int COMMITS = 5;

  private static final Schema COLUMNS =
      Schema.builder()
          .required("writer", LONG)
          .required("n", LONG)
          .optional("note", STRING)
          .build();

  @TempDir Path scratch;

  private final RemoteServer server;
  private final String bucket;

  protected RemoteLakeContractTest(RemoteServer server) {
    this.server = server;
    this.bucket = server.newBucket();
  }

  @BeforeEach
  void makeALake() throws IOException {
    try (BucketStore store = open();
        Lake lake = Lake.create(store, Environment.system())) {
      lake.transact(
          tx -> RemoteLakeWriter.tables().forEach(table -> tx.createTable(table, COLUMNS)));
    }
  }

  @Test
  void threadsAndProcessesCommitToTwoTables() throws Exception {
    List<ChildJvm> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(
          ChildJvm.start(
              scratch,
              ChildJvm.command(
                  RemoteLakeWriter.class,
                  server.address(bucket, "lake"),
                  "" + (THREADS + i),
                  "" + COMMITS),
              server.variables()));
    }
    commitFromThreads(server.port());

    Set<String> versions = new HashSet<>();
    for (ChildJvm each : processes) {
      versions.addAll(each.await());
    }
    assertThat(versions).hasSize(2 * COMMITS);
    assertEachRowOnce((THREADS + 2) * COMMITS);
  }

  /** What it was told is there; and of what it was not told, a whole transaction or nothing. */
  @Test
  void killedProcessLeavesWholeTransactions() throws Exception {
    List<String> told;
    try (ChildJvm process =
        ChildJvm.start(
            scratch,
            ChildJvm.command(RemoteLakeWriter.class, server.address(bucket, "lake"), "7", "100000"),
            server.variables())) {
      while (process.isAlive() && process.lines().size() < 3) {
        Environment.system().pause().pause(Duration.ofMillis(5));
      }
      process.kill();
      told = process.lines();
    }
    commitFromThreads(server.port());
    try (BucketStore store = open();
        Lake lake = Lake.open(store, Environment.system())) {
      long debits = lake.scan("debits").where("writer = 7").count();
      assertThat(debits).isBetween((long) told.size(), told.size() + 1L);
      assertThat(lake.scan("credits").where("writer = 7").count()).isEqualTo(debits);
    }
    assertSound();
  }

  @Test
  void lostRequestsAndAnswersLoseAndDoubleNothing() throws Exception {
    try (FaultProxy proxy = server.proxy()) {
      try (BucketStore store = openThrough(proxy.port())) {
        store.put("probed", new byte[0]);
        store.delete("probed");
      }
      proxy.rule(new EveryFourth());
      commitFromThreads(proxy.port());
    }
    assertEachRowOnce(THREADS * COMMITS);
  }

  /** Its data file goes in pieces. */
  @Test
  void largeTransactionIsReadBack() throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    int rows = server.pieceBytes() / 130;
    try (BucketStore store = open();
        Lake lake = Lake.open(store, Environment.system())) {
      lake.transact(
          tx -> {
            for (int i = 0; i < rows; i++) {
              byte[] note = new byte[200];
              random.nextBytes(note);
              tx.append("debits", 0L, (long) i, HexFormat.of().formatHex(note));
            }
          });
      assertThat(lake.latest().table("debits").sizeBytes()).isGreaterThan(server.pieceBytes());
    }
    try (BucketStore store = open();
        Lake lake = Lake.open(store, Environment.system())) {
      assertThat(lake.scan("debits").where("n >= " + (rows - 10)).count()).isEqualTo(10);
      lake.transact(tx -> tx.delete("debits", "n < 10"));
      assertThat(lake.scan("debits").count()).isEqualTo(rows - 10);
    }
    assertSound();
  }

  private BucketStore open() {
    return server.open(bucket, "lake");
  }

  private BucketStore openThrough(int port) {
    return server.open(port, bucket, "lake", Environment.system());
  }

  private void commitFromThreads(int port) throws IOException {
    try (BucketStore store = openThrough(port);
        Lake lake = Lake.open(store, Environment.system())) {
      List<CompletableFuture<Void>> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        long writer = i;
        threads.add(
            CompletableFuture.runAsync(
                () -> {
                  for (long n = 0; n < COMMITS; n++) {
                    RemoteLakeWriter.commit(lake, writer, n);
                  }
                },
                Environment.system().background()));
      }
      threads.forEach(CompletableFuture::join);
    }
  }

  private void assertEachRowOnce(int expected) throws IOException {
    try (BucketStore store = open();
        Lake lake = Lake.open(store, Environment.system())) {
      for (String table : RemoteLakeWriter.tables()) {
        List<String> found = new ArrayList<>();
        try (Rows rows = lake.scan(table).rows()) {
          while (rows.next()) {
            found.add(rows.getLong("writer") + "/" + rows.getLong("n"));
          }
        }
        assertThat(found).as(table).hasSize(expected).doesNotHaveDuplicates();
      }
    }
    assertSound();
  }

  private void assertSound() throws IOException {
    try (BucketStore store = open()) {
      SoundLake.assertSound(store);
    }
  }
}
