package org.tarnlake.store.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tarnlake.schema.DataType.LONG;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tarnlake.Lake;
import org.tarnlake.env.Environment;
import org.tarnlake.history.Anomaly;
import org.tarnlake.history.HistoryChecker;
import org.tarnlake.schema.Schema;
import org.tarnlake.testing.SoundLake;

/**
 * Clients at work on one lake on a server, each with a lake of its own and one of them over a bad
 * line, see and leave what a serial execution could have. The module of each vendor extends this.
 */
public abstract class RemoteHistoryContractTest {
  private static final int CLIENTS = 3;
  private static final int TRANSACTIONS = 10;
  private static final int SEEDS = Integer.getInteger("tarn.seeds", 2);

  private final RemoteServer server;
  private final String bucket;

  protected RemoteHistoryContractTest(RemoteServer server) {
    this.server = server;
    this.bucket = server.newBucket();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatClientsSeeIsSerial(long seed) throws Exception {
    makeALake();
    ClientHistory history = new ClientHistory();
    try (FaultProxy proxy = server.proxy()) {
      Executor threads = Environment.system().background();
      List<CompletableFuture<Void>> clients =
          IntStream.range(0, CLIENTS)
              .mapToObj(
                  number ->
                      CompletableFuture.runAsync(
                          () -> work(seed, number, number == 0 ? proxy : null, history), threads))
              .toList();
      for (CompletableFuture<Void> client : clients) {
        client.join();
      }
    }
    judge(history);
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, SEEDS);
  }

  private void makeALake() throws IOException {
    Schema columns = Schema.builder().required("k", LONG).required("v", LONG).build();
    try (BucketStore store = open(server.port());
        Lake lake = Lake.create(store, Environment.system())) {
      lake.transact(
          tx -> {
            ClientHistory.LISTS.forEach(name -> tx.createTable(name, columns));
            tx.createTable(ClientHistory.COUNTERS, columns);
            for (long key = 0; key < ClientHistory.KEYS; key++) {
              tx.append(ClientHistory.COUNTERS, key, 0L);
            }
          });
    }
  }

  private void work(long seed, int number, FaultProxy bad, ClientHistory history) {
    try (BucketStore store = open(bad == null ? server.port() : bad.port())) {
      store.put("probed-" + number, new byte[0]);
      store.delete("probed-" + number);
      if (bad != null) {
        bad.rule(new EveryFourth());
      }
      try (Lake lake = Lake.open(store, Environment.system())) {
        new RandomClient(lake, number, seed, history).run(TRANSACTIONS);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private BucketStore open(int port) {
    return server.open(port, bucket, "lake", Environment.system());
  }

  private void judge(ClientHistory history) throws IOException {
    try (BucketStore store = open(server.port());
        Lake lake = Lake.open(store, Environment.system())) {
      history.end(lake);
      for (int number = 0; number < CLIENTS; number++) {
        assertThat(history.committed(number)).as("commits of client %d", number).isPositive();
      }
      List<Anomaly> forbidden = new ArrayList<>(HistoryChecker.check(history.transactions()));
      forbidden.removeIf(Anomaly::allowed);
      assertThat(forbidden).isEmpty();
      history.assertCounters(lake);
      SoundLake.assertSound(store);
    }
  }
}
