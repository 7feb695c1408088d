package org.tarnlake.s3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.tarnlake.Batches;
import org.tarnlake.Lake;
import org.tarnlake.Transaction;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.ChildJvm;
import org.tarnlake.store.remote.BucketStore;
import org.tarnlake.store.remote.FaultProxy;
import org.tarnlake.store.remote.FaultProxy.Fate;
import org.tarnlake.store.remote.RemoteServer;
import org.tarnlake.testing.Folders;

/**
 * Measures scans of a table of 200 MB in a server on this machine, whose answers take a while:
 * without a cache, with one that is empty, and with one that has all. docs/benchmarks.md tells what
 * it found.
 */
final class S3CacheMeasure {
  private static final int ROWS = 3_500_000;
  private static final int SCANS = 5;

  private S3CacheMeasure() {}

  /** Arguments: how many rounds, and how many milliseconds answers take; of a child, an address. */
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].startsWith("s3://")) {
      scan(arguments[0], arguments[1]);
      return;
    }
    Path scratch = Files.createTempDirectory(Path.of("target"), "measure").toAbsolutePath();
    try (S3Server server = S3Server.startUnsigned();
        FaultProxy proxy = new FaultProxy(server.port())) {
      String bucket = server.newBucket();
      try (BucketStore store = server.open(bucket, "lake");
          Lake lake = Lake.create(store, Environment.system())) {
        lake.transact(S3CacheMeasure::fill);
        System.out.printf("%d bytes%n", lake.latest().table("t").sizeBytes());
      }
      int delayMillis = Integer.parseInt(arguments[1]);
      proxy.rule(request -> delayMillis == 0 ? FaultProxy.PASSES : new Fate.Slow(delayMillis));
      Map<String, String> variables = server.variables(RemoteServer.url(proxy.port()));
      Map<String, List<Long>> times = new HashMap<>();
      for (int round = 0; round < Integer.parseInt(arguments[0]); round++) {
        for (String how : List.of("off", "empty", "full")) {
          measure(scratch, variables, bucket, how, times);
        }
      }
      times.forEach(
          (how, all) -> {
            all.sort(null);
            System.out.printf("%s: median %d ms of %s%n", how, all.get(all.size() / 2), all);
          });
    } finally {
      Folders.delete(scratch);
    }
  }

  private static void fill(Transaction tx) {
    SplittableRandom random = new SplittableRandom(1);
    tx.createTable(
        "t",
        Schema.builder().required("n", DataType.LONG).required("text", DataType.STRING).build());
    byte[] text = new byte[50];
    for (long n = 0; n < ROWS; n++) {
      random.nextBytes(text);
      tx.append("t", n, HexFormat.of().formatHex(text));
    }
  }

  private static void measure(
      Path scratch,
      Map<String, String> variables,
      String bucket,
      String how,
      Map<String, List<Long>> times)
      throws Exception {
    Path cache = scratch.resolve("cache");
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("TARN_CACHE", how.equals("off") ? how : cache.toString());
    List<String> command =
        new ArrayList<>(
            ChildJvm.command(
                S3CacheMeasure.class,
                "s3://" + bucket + "/lake",
                how.equals("empty") ? cache.toString() : ""));
    command.set(command.indexOf("-Xmx64m"), "-Xmx512m");
    command.remove("-XX:TieredStopAtLevel=1");
    try (ChildJvm child = ChildJvm.start(scratch, command, environment)) {
      List<String> lines = child.await();
      times.computeIfAbsent(how + ", new JVM", key -> new ArrayList<>()).add(millis(lines.get(0)));
      for (String line : lines.subList(1, lines.size())) {
        times.computeIfAbsent(how, key -> new ArrayList<>()).add(millis(line));
      }
    }
  }

  private static long millis(String line) {
    return Long.parseLong(line);
  }

  /** Prints how long each scan took, the opening of the lake included. */
  private static void scan(String address, String emptied) throws IOException {
    for (int i = 0; i < SCANS; i++) {
      if (!emptied.isEmpty()) {
        // Ext4 is slow to make files for minutes after as many were deleted.
        Path cache = Path.of(emptied);
        Files.createDirectories(cache);
        Files.move(cache, cache.resolveSibling("used-" + System.nanoTime()));
      }
      long start = System.nanoTime();
      long rows = 0;
      try (Lake lake = Lake.open(address);
          Batches batches = lake.scan("t").batches()) {
        for (var batch = batches.next(); batch != null; batch = batches.next()) {
          rows += batch.rowCount();
        }
      }
      if (rows != ROWS) {
        throw new AssertionError(rows + " rows");
      }
      System.out.println((System.nanoTime() - start) / 1_000_000);
    }
  }
}
