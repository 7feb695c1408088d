package org.tarnlake.bench.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.tarnlake.Lake;
import org.tarnlake.Stores;
import org.tarnlake.bench.Figures;
import org.tarnlake.bench.Task;
import org.tarnlake.bench.peer.TarnRows;
import org.tarnlake.env.Environment;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;

/**
 * Reads a table of the sample in a bucket. A run takes {@code write} with the number of files and
 * the rows of each; {@code scan}, through the store; {@code local}, the same files from the folder
 * in which the server has them; or {@code ranges} with how many bytes each and how many at a time,
 * which reads the files as they are.
 */
public final class DistanceTask implements Task {
  private final Path folder;
  private final String address;
  private final Environment environment = Environment.system();

  public DistanceTask(Path folder, String address) {
    this.folder = folder;
    this.address = address;
  }

  @Override
  public Figures run(List<String> arguments) throws Exception {
    int[] numbers = arguments.stream().skip(1).mapToInt(Integer::parseInt).toArray();
    return switch (arguments.get(0)) {
      case "write" -> write(numbers[0], numbers[1]);
      case "scan" -> scan();
      case "local" -> scan(TarnRows.of(Lake.open(folder)));
      case "ranges" -> ranges(numbers[0], numbers[1]);
      default -> throw new IllegalArgumentException(arguments.get(0));
    };
  }

  private Figures write(int files, int rows) throws IOException {
    try (TarnRows table = TarnRows.of(Lake.create(address))) {
      table.write(files, rows);
    }
    try (ObjectStore store = Stores.open(address)) {
      List<ObjectInfo> made = files(store);
      long bytes = made.stream().mapToLong(ObjectInfo::sizeBytes).sum();
      return Figures.of("files", made.size(), "bytes", bytes, "rows", (long) files * rows);
    }
  }

  private static List<ObjectInfo> files(ObjectStore store) throws IOException {
    return store.list("", "").stream()
        .filter(o -> o.name().endsWith(".parquet") && !o.name().contains("_delta_log"))
        .toList();
  }

  private Figures scan() throws IOException {
    try (ObjectStore server = Stores.open(address);
        DistantStore store = new DistantStore(server, 0)) {
      TarnRows table = TarnRows.of(Lake.open(store, environment));
      Figures figures = scan(table);
      return figures.with(
          Figures.of(
              "requests", store.all().requests(),
              "bytes", store.all().bytes(),
              "most_under_way", store.mostUnderWay()));
    }
  }

  /** The lake is open and the table's log read before the clock runs. */
  private static Figures scan(TarnRows table) {
    try (table) {
      long rows = table.count();
      Clock clock = new Clock();
      Digest digest = table.read(Query.ALL, 0);
      double millis = clock.wallMillis();
      double cpuMillis = clock.cpuMillis();
      if (digest.rows() != rows) {
        throw new AssertionError("%s rows, not %s".formatted(digest.rows(), rows));
      }
      return Figures.of("digest", digest.text(), "wall_ms", millis, "cpu_ms", cpuMillis);
    }
  }

  private Figures ranges(int length, int atATime) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(atATime);
    try (ObjectStore store = Stores.open(address)) {
      List<ObjectInfo> files = files(store);
      Clock clock = new Clock();
      List<Future<Integer>> reads = new ArrayList<>();
      for (ObjectInfo file : files) {
        for (long offset = 0; offset < file.sizeBytes(); offset += length) {
          long from = offset;
          int bytes = (int) Math.min(length, file.sizeBytes() - from);
          reads.add(threads.submit(() -> store.getRange(file.name(), from, bytes).length));
        }
      }
      long bytes = sum(reads);
      double millis = clock.wallMillis();
      double cpuMillis = clock.cpuMillis();
      long expected = files.stream().mapToLong(ObjectInfo::sizeBytes).sum();
      if (bytes != expected) {
        throw new AssertionError("%s bytes, not %s".formatted(bytes, expected));
      }
      return Figures.of(
          "wall_ms", millis, "cpu_ms", cpuMillis, "requests", reads.size(), "bytes", bytes);
    } finally {
      threads.shutdown();
    }
  }

  private static long sum(List<Future<Integer>> counts)
      throws ExecutionException, InterruptedException {
    long sum = 0;
    for (Future<Integer> count : counts) {
      sum += count.get();
    }
    return sum;
  }
}
