package org.tarnlake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tarnlake.schema.DataType.LONG;
import static org.tarnlake.schema.DataType.STRING;

import java.io.IOException;
import java.nio.file.Path;
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

/** A lake in S3, from its first commit to the deep check. */
@ExtendWith(S3Server.Extension.class)
class S3LakeTest {
  private static final int THREADS = 3;
  private static final int COMMITS = 5;

  private static final Schema COLUMNS =
      Schema.builder()
          .required("writer", LONG)
          .required("n", LONG)
          .optional("note", STRING)
          .build();

  @TempDir Path scratch;

  private final S3Server server;
  private final String bucket;

  S3LakeTest(S3Server server) {
    this.server = server;
    this.bucket = server.newBucket();
  }

  @BeforeEach
  void makeALake() {
    try (S3Store store = server.open(bucket, "lake");
        Lake lake = Lake.create(store, Environment.system())) {
      lake.transact(tx -> S3LakeWriter.tables().forEach(table -> tx.createTable(table, COLUMNS)));
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
                  S3LakeWriter.class, bucket, "lake", "" + (THREADS + i), "" + COMMITS),
              S3LakeWriter.environment(server.port)));
    }
    commitFromThreads(server.port);

    Set<String> versions = new HashSet<>();
    for (ChildJvm each : processes) {
      versions.addAll(each.await());
    }
    assertThat(versions).hasSize(2 * COMMITS);
    assertEachRowOnce((THREADS + 2) * COMMITS);
  }

  @Test
  void lostRequestsAndAnswersLoseAndDoubleNothing() throws Exception {
    try (FaultProxy proxy = new FaultProxy(server.port)) {
      try (S3Store store = S3Server.open(proxy.port(), bucket, "other", Environment.system())) {
        store.put("probed", new byte[0]);
      }
      proxy.rule(new EveryFourth());
      commitFromThreads(proxy.port());
    }
    assertEachRowOnce(THREADS * COMMITS);
  }

  /** Its data file goes in parts. */
  @Test
  void largeTransactionIsReadBack() throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    int rows = 40_000;
    try (S3Store store = server.open(bucket, "lake");
        Lake lake = Lake.open(store, Environment.system())) {
      lake.transact(
          tx -> {
            for (int i = 0; i < rows; i++) {
              byte[] note = new byte[200];
              random.nextBytes(note);
              tx.append("debits", 0L, (long) i, HexFormat.of().formatHex(note));
            }
          });
      assertThat(lake.latest().table("debits").sizeBytes())
          .isGreaterThan(S3Server.SMALLEST_PART_BYTES);
    }
    try (S3Store store = server.open(bucket, "lake");
        Lake lake = Lake.open(store, Environment.system())) {
      assertThat(lake.scan("debits").where("n >= 39990").count()).isEqualTo(10);
      lake.transact(tx -> tx.delete("debits", "n < 10"));
      assertThat(lake.scan("debits").count()).isEqualTo(rows - 10);
    }
    assertSound();
  }

  private void commitFromThreads(int port) {
    try (S3Store store = S3Server.open(port, bucket, "lake", Environment.system());
        Lake lake = Lake.open(store, Environment.system())) {
      List<CompletableFuture<Void>> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        long writer = i;
        threads.add(
            CompletableFuture.runAsync(
                () -> {
                  for (long n = 0; n < COMMITS; n++) {
                    S3LakeWriter.commit(lake, writer, n);
                  }
                },
                Environment.system().background()));
      }
      threads.forEach(CompletableFuture::join);
    }
  }

  private void assertEachRowOnce(int expected) throws IOException {
    try (S3Store store = server.open(bucket, "lake");
        Lake lake = Lake.open(store, Environment.system())) {
      for (String table : S3LakeWriter.tables()) {
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
    try (S3Store store = server.open(bucket, "lake")) {
      SoundLake.assertSound(store);
    }
  }
}
