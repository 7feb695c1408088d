package org.tarnlake.interop;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.SparkSession;

/**
 * A Spark in a process of its own, whose threads insert rows one by one and print {@link #INSERTED}
 * after each. Stateless.
 */
final class SparkProcess {
  static final String INSERTED = "inserted ";
  static final int THREADS = 2;
  static final int ROWS_PER_THREAD = 12;

  private SparkProcess() {}

  /** Starts it with {@link LinkLogStore}, on this JVM's class path and options. */
  static Process start(Path table) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(SparkProcess.class.getName(), table.toString()));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Thread t inserts the ids from 1000 * t on. */
  public static void main(String[] arguments) throws Exception {
    String table = Spark.delta(Path.of(arguments[0]));
    SparkSession session =
        Spark.builder()
            .config("spark.delta.logStore.file.impl", LinkLogStore.class.getName())
            .getOrCreate();
    ExecutorService writers = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> ends = new ArrayList<>();
    for (int thread = 1; thread <= THREADS; thread++) {
      long first = 1_000L * thread;
      ends.add(
          writers.submit(
              () -> {
                for (long id = first; id < first + ROWS_PER_THREAD; id++) {
                  String insert = "INSERT INTO %s VALUES (%d, 'spark')";
                  session.sql(insert.formatted(table, id)).collectAsList();
                  System.out.println(INSERTED + id);
                }
              }));
    }
    for (Future<?> end : ends) {
      end.get();
    }
    writers.shutdown();
    session.stop();
  }
}
