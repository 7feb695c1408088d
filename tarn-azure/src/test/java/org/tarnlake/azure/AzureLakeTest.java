package org.tarnlake.azure;

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
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.Lake;
import org.tarnlake.Rows;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.ChildJvm;
import org.tarnlake.store.remote.EveryFourth;
import org.tarnlake.store.remote.FaultProxy;
import org.tarnlake.testing.SoundLake;

/** A lake in Azure, from its first commit to the deep check. */
@ExtendWith(AzureServer.Extension.class)
class AzureLakeTest {
  private static final int THREADS = 3;
  private static final int COMMITS = 5;

  private static final Schema COLUMNS =
      Schema.builder()
          .required("writer", LONG)
          .required("n", LONG)
          .optional("note", STRING)
          .build();

  @TempDir Path scratch;

  private final AzureServer server;
  private final String container;

  AzureLakeTest(AzureServer server) {
    this.server = server;
    this.container = server.newContainer();
  }

  @BeforeEach
  void makeALake() {
    try (AzureStore store = server.open(container, "lake");
        Lake lake = Lake.create(store, Environment.system())) {
      lake.transact(
          tx -> AzureLakeWriter.tables().forEach(table -> tx.createTable(table, COLUMNS)));
    }
  }

  @Test
  void threadsAndProcessesCommitToTwoTables() throws Exception {
    List<ChildJvm> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(
          ChildJvm.start(
              scratch,
              ChildJvm.command(AzureLakeWriter.class, address(), "" + (THREADS + i), "" + COMMITS),
              server.variables()));
    }
    commitFromThreads(server.port);

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
            ChildJvm.command(AzureLakeWriter.class, address(), "7", "100000"),
            server.variables())) {
      while (process.isAlive() && process.lines().size() < 3) {
        Environment.system().pause().pause(Duration.ofMillis(5));
      }
      process.kill();
      told = process.lines();
    }
    commitFromThreads(server.port);
    try (AzureStore store = server.open(container, "lake");
        Lake lake = Lake.open(store, Environment.system())) {
      long debits = lake.scan("debits").where("writer = 7").count();
      assertThat(debits).isBetween((long) told.size(), told.size() + 1L);
      assertThat(lake.scan("credits").where("writer = 7").count()).isEqualTo(debits);
    }
    assertSound();
  }

  private String address() {
    return "az://" + container + "/lake";
  }

  @Test
  void lostRequestsAndAnswersLoseAndDoubleNothing() throws Exception {
    try (FaultProxy proxy = new FaultProxy(server.port)) {
      try (AzureStore store =
          AzureServer.open(proxy.port(), container, "other", Environment.system())) {
        store.put("probed", new byte[0]);
      }
      proxy.rule(new EveryFourth());
      commitFromThreads(proxy.port());
    }
    assertEachRowOnce(THREADS * COMMITS);
  }

  /** Its data file goes in blocks. */
  @Test
  void largeTransactionIsReadBack() throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    int rows = 8_000;
    try (AzureStore store = server.open(container, "lake");
        Lake lake = Lake.open(store, Environment.system())) {
      lake.transact(
          tx -> {
            for (int i = 0; i < rows; i++) {
              byte[] note = new byte[200];
              random.nextBytes(note);
              tx.append("debits", 0L, (long) i, HexFormat.of().formatHex(note));
            }
          });
      assertThat(lake.latest().table("debits").sizeBytes()).isGreaterThan(AzureServer.PIECE_BYTES);
    }
    try (AzureStore store = server.open(container, "lake");
        Lake lake = Lake.open(store, Environment.system())) {
      assertThat(lake.scan("debits").where("n >= 7990").count()).isEqualTo(10);
      lake.transact(tx -> tx.delete("debits", "n < 10"));
      assertThat(lake.scan("debits").count()).isEqualTo(rows - 10);
    }
    assertSound();
  }

  private void commitFromThreads(int port) {
    try (AzureStore store = AzureServer.open(port, container, "lake", Environment.system());
        Lake lake = Lake.open(store, Environment.system())) {
      List<CompletableFuture<Void>> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        long writer = i;
        threads.add(
            CompletableFuture.runAsync(
                () -> {
                  for (long n = 0; n < COMMITS; n++) {
                    AzureLakeWriter.commit(lake, writer, n);
                  }
                },
                Environment.system().background()));
      }
      threads.forEach(CompletableFuture::join);
    }
  }

  private void assertEachRowOnce(int expected) throws IOException {
    try (AzureStore store = server.open(container, "lake");
        Lake lake = Lake.open(store, Environment.system())) {
      for (String table : AzureLakeWriter.tables()) {
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

  private void assertSound() {
    try (AzureStore store = server.open(container, "lake")) {
      SoundLake.assertSound(store);
    }
  }
}
