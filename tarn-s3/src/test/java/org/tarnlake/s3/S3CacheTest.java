package org.tarnlake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tarnlake.schema.DataType.LONG;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.Lake;
import org.tarnlake.Rows;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.ChildJvm;
import org.tarnlake.store.remote.BucketStore;
import org.tarnlake.store.remote.FaultProxy;
import org.tarnlake.store.remote.RemoteServer;

/** What is asked of a server by processes that share a cache. */
@ExtendWith(S3Server.Extension.class)
class S3CacheTest {
  private static final int ROWS = 100_000;

  @TempDir Path scratch;

  private final S3Server server;
  private final String bucket;
  private String sum = "";

  S3CacheTest(S3Server server) {
    this.server = server;
    this.bucket = server.newBucket();
  }

  @BeforeEach
  void makeALake() {
    SplittableRandom random = new SplittableRandom(1);
    long[] all = random.longs(ROWS, 0, 1L << 40).toArray();
    try (BucketStore store = server.open(bucket, "lake");
        Lake lake = Lake.create(store, Environment.system())) {
      lake.transact(
          tx -> {
            tx.createTable("t", Schema.builder().required("n", LONG).build());
            for (long n : all) {
              tx.append("t", n);
            }
          });
    }
    sum = "" + total(all);
  }

  private static long total(long[] all) {
    long sum = 0;
    for (long n : all) {
      sum += n;
    }
    return sum;
  }

  /** The data files that a new process asks for, and how often. */
  private List<String> filesRead(FaultProxy proxy, String cache, int scans) throws Exception {
    proxy.takeSeen();
    Map<String, String> environment =
        new HashMap<>(server.variables(RemoteServer.url(proxy.port())));
    environment.put("TARN_CACHE", cache);
    try (ChildJvm reader =
        ChildJvm.start(
            scratch,
            ChildJvm.command(S3CachedReader.class, "s3://" + bucket + "/lake", "" + scans),
            environment)) {
      assertThat(reader.await()).hasSize(scans).containsOnly(sum);
    }
    return requestsOfFiles(proxy);
  }

  @Test
  void aSecondScanAndASecondProcessDoNotGoToTheServer() throws Exception {
    String folder = scratch.resolve("cache").toString();
    try (FaultProxy proxy = new FaultProxy(server.port())) {
      int ofOneScan = filesReadWithout(proxy);
      assertThat(filesRead(proxy, folder, 2)).isNotEmpty().hasSizeLessThanOrEqualTo(ofOneScan);
      assertThat(filesRead(proxy, folder, 1)).isEmpty();
    }
  }

  private int filesReadWithout(FaultProxy proxy) {
    proxy.takeSeen();
    try (BucketStore store = server.open(proxy.port(), bucket, "lake", Environment.system());
        Lake lake = Lake.open(store, Environment.system());
        Rows rows = lake.scan("t").rows()) {
      while (rows.next()) {}
    }
    return requestsOfFiles(proxy).size();
  }

  private static List<String> requestsOfFiles(FaultProxy proxy) {
    return proxy.takeSeen().stream().filter(request -> request.contains("part-")).toList();
  }
}
