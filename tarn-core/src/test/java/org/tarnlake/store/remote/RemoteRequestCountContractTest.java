package org.tarnlake.store.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tarnlake.schema.DataType.LONG;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tarnlake.Lake;
import org.tarnlake.Transaction;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.Schema;
import org.tarnlake.testing.ManualTime;
import org.tarnlake.testing.SoundLake;

/**
 * What is asked of a server, and paid for: docs/object-stores.md tells these numbers. The module of
 * each vendor extends this.
 */
public abstract class RemoteRequestCountContractTest {
  private static final Schema COLUMNS = Schema.builder().required("n", LONG).build();

  private final RemoteServer server;
  private final RemoteProtocol protocol;
  private final String bucket;

  protected RemoteRequestCountContractTest(RemoteServer server) {
    this.server = server;
    this.protocol = server.protocol();
    this.bucket = server.newBucket();
  }

  /** What requests are counted as. */
  public record Kinds(String create, String read, String look, String list) {}

  protected abstract Kinds kinds();

  /** What is sent to create an object named {@code object} of 1,000 bytes. */
  protected long createBytes() {
    return 1000;
  }

  /** What comes from a look at that object. */
  protected long lookBytes() {
    return 0;
  }

  /** Has a store of a lake see first what it would ask for once, because of the server of tests. */
  protected void warm(BucketStore store) throws IOException {}

  /** Whether a request, by its path, is a listing. */
  protected abstract boolean isListing(String seen);

  @Test
  void warmTransactionThatAppendsIsOneRequestAndSoIsALook() throws IOException {
    try (FaultProxy proxy = server.proxy();
        BucketStore store = server.open(proxy.port(), bucket, "lake", Environment.system());
        Lake lake = Lake.create(store, new ManualTime().process())) {
      lake.transact(
          tx -> {
            tx.createTable("t", COLUMNS);
            tx.createTable("u", COLUMNS);
          });
      lake.transact(tx -> append(tx, 1));
      lake.awaitPublished();
      proxy.takeSeen();

      lake.latest();
      assertThat(proxy.takeSeen()).containsExactly(protocol.read(bucket, entry(3)));
      Transaction tx = lake.begin();
      append(tx, 2);
      assertThat(proxy.takeSeen()).isEmpty();
      tx.commit();
      // Publication follows.
      assertThat(proxy.takeSeen()).startsWith(protocol.create(bucket, entry(3)));
    }
    try (BucketStore store = server.open(bucket, "lake")) {
      SoundLake.assertSound(store);
    }
  }

  @Test
  void lakeOfTwoEntriesIsOpenedByFiveRequests() throws IOException {
    try (FaultProxy proxy = server.proxy();
        BucketStore store = server.open(proxy.port(), bucket, "lake", Environment.system())) {
      try (BucketStore direct = server.open(bucket, "lake");
          Lake lake = Lake.create(direct, Environment.system())) {
        lake.transact(tx -> tx.createTable("t", COLUMNS));
        lake.transact(tx -> tx.append("t", 1L));
      }

      warm(store);
      proxy.takeSeen();
      Lake.open(store, Environment.system()).close();

      assertThat(proxy.takeSeen())
          .hasSize(5)
          .contains(protocol.read(bucket, entry(1)), protocol.read(bucket, entry(2)))
          .filteredOn(this::isListing)
          .hasSize(1);
    }
  }

  @Test
  void everyTryIsCountedWithTheBytesOfBothWays() throws IOException {
    try (FaultProxy proxy = server.proxy();
        BucketStore store = server.open(proxy.port(), bucket, "", Environment.system())) {
      store.putIfAbsent("first", new byte[1]);
      proxy.takeSeen();
      Kinds kinds = kinds();

      Counted created = new Counted();
      AtomicInteger tries = new AtomicInteger();
      proxy.rule(r -> tries.incrementAndGet() == 1 ? protocol.busy() : FaultProxy.PASSES);
      store.putIfAbsent("object", new byte[1000]);
      // The first of two was refused.
      created.assertSent(kinds.create(), 2, 2 * createBytes());

      Counted read = new Counted();
      store.get("object");
      store.getRange("object", 10, 20);
      read.assertSent(kinds.read(), 2, 0);
      read.assertReceived(kinds.read(), 1020);

      Counted looked = new Counted();
      store.size("object");
      looked.assertSent(kinds.look(), 1, 0);
      looked.assertReceived(kinds.look(), lookBytes());

      Counted listed = new Counted();
      store.list("", "");
      listed.assertSent(kinds.list(), 1, 0);
      assertThat(proxy.takeSeen()).hasSize(6);
    }
  }

  private static void append(Transaction tx, long n) {
    tx.append("t", n);
    tx.append("u", n);
  }

  private static String entry(int version) {
    return "lake/_tarn/log/%020d.json".formatted(version);
  }
}
