package org.tarnlake.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** Races between threads over one store, seen through two of its clients. */
public final class StoreRaces {
  private static final int WRITERS = 8;
  private static final int READERS = 3;
  private static final int CONTENT_BYTES = 50_000;

  private StoreRaces() {}

  /** How a writer creates an object. */
  public enum Way {
    PUT,
    UPLOAD,
    EITHER
  }

  /** All write each name at the same moment; exactly one must hear that it did. */
  static void writersOfOneName(ObjectStore one, ObjectStore other, int rounds, Way way)
      throws Exception {
    writersOfOneName(one, other, WRITERS, rounds, way);
  }

  /** As above, with so many writers, fewer than 128. */
  public static void writersOfOneName(
      ObjectStore one, ObjectStore other, int count, int rounds, Way way) throws Exception {
    CyclicBarrier start = new CyclicBarrier(count);
    boolean[][] won = new boolean[rounds][count];
    List<Callable<Void>> writers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int writer = i;
      ObjectStore store = writer % 2 == 0 ? one : other;
      boolean uploads = way == Way.UPLOAD || way == Way.EITHER && writer / 2 % 2 == 0;
      writers.add(
          () -> {
            for (int round = 0; round < rounds; round++) {
              start.await();
              won[round][writer] =
                  uploads
                      ? upload(store, name(round), contentOf(writer))
                      : store.putIfAbsent(name(round), contentOf(writer));
            }
            return null;
          });
    }
    runTogether(writers);
    for (int round = 0; round < rounds; round++) {
      List<Integer> winners = new ArrayList<>();
      for (int writer = 0; writer < count; writer++) {
        if (won[round][writer]) {
          winners.add(writer);
        }
      }
      assertThat(winners).as("winners of %s", name(round)).hasSize(1);
      assertThat(writerOf(one.get(name(round))))
          .as("content of %s", name(round))
          .isEqualTo(winners.get(0));
    }
    assertThat(one.list("", "")).hasSize(rounds);
  }

  static void writersOfDifferentNames(ObjectStore store, int rounds) throws Exception {
    List<Callable<Void>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      writers.add(
          () -> {
            for (int round = 0; round < rounds; round++) {
              String name = "f%d/w%d/%d".formatted(round, writer % 3, writer);
              assertThat(store.putIfAbsent(name, contentOf(writer))).isTrue();
            }
            return null;
          });
    }
    runTogether(writers);
    assertThat(store.list("", "")).hasSize(WRITERS * rounds);
  }

  /** Readers wait for each name; the first content they get must be the whole and last one. */
  static void readersOfNewObjects(ObjectStore one, ObjectStore other, int rounds) throws Exception {
    CyclicBarrier start = new CyclicBarrier(2 + READERS);
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      int writer = i;
      tasks.add(
          () -> {
            for (int round = 0; round < rounds; round++) {
              start.await();
              (writer == 0 ? one : other).putIfAbsent(name(round), contentOf(writer));
            }
            return null;
          });
    }
    for (int i = 0; i < READERS; i++) {
      ObjectStore store = i % 2 == 0 ? one : other;
      tasks.add(
          () -> {
            for (int round = 0; round < rounds; round++) {
              start.await();
              int writer = writerOf(awaitContent(store, name(round)));
              assertThat(writerOf(store.get(name(round)))).isEqualTo(writer);
              assertThat(store.size(name(round))).isEqualTo(CONTENT_BYTES);
              assertThat(store.list(name(round), ""))
                  .extracting(ObjectInfo::sizeBytes)
                  .containsExactly((long) CONTENT_BYTES);
            }
            return null;
          });
    }
    runTogether(tasks);
  }

  static void readersOfAReplacedObject(ObjectStore one, ObjectStore other, int rounds)
      throws Exception {
    one.put("hint", contentOf(0));
    AtomicBoolean writing = new AtomicBoolean(true);
    List<Callable<Void>> tasks = new ArrayList<>();
    tasks.add(
        () -> {
          try {
            for (int round = 0; round < rounds; round++) {
              one.put("hint", contentOf(round % 100));
            }
          } finally {
            writing.set(false);
          }
          return null;
        });
    for (int i = 0; i < READERS; i++) {
      tasks.add(
          () -> {
            do {
              writerOf(other.get("hint"));
              assertThat(other.size("hint")).isEqualTo(CONTENT_BYTES);
            } while (writing.get());
            return null;
          });
    }
    runTogether(tasks);
    assertThat(writerOf(other.get("hint"))).isEqualTo((rounds - 1) % 100);
  }

  private static String name(int round) {
    return "log/%020d.json".formatted(round);
  }

  private static boolean upload(ObjectStore store, String name, byte[] content) throws IOException {
    try (Upload upload = store.upload(name)) {
      upload.write(content, 0, 1_000);
      upload.write(content, 1_000, content.length - 1_000);
      return upload.commit();
    }
  }

  private static byte[] awaitContent(ObjectStore store, String name) throws IOException {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        return store.get(name);
      } catch (NoSuchFileException notYet) {
        Thread.onSpinWait();
      }
    }
    throw new IOException("no longer waiting for " + name);
  }

  private static byte[] contentOf(int writer) {
    byte[] content = new byte[CONTENT_BYTES];
    Arrays.fill(content, (byte) writer);
    return content;
  }

  /** Whose content it is; fails unless it is all of it. */
  private static int writerOf(byte[] content) {
    assertThat(content).hasSize(CONTENT_BYTES);
    assertThat(Arrays.equals(content, contentOf(content[0]))).as("content of one writer").isTrue();
    return content[0];
  }

  /** Runs all to their end; the first failure ends them all. */
  private static void runTogether(List<Callable<Void>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      CompletionService<Void> running = new ExecutorCompletionService<>(threads);
      tasks.forEach(running::submit);
      for (int i = 0; i < tasks.size(); i++) {
        running.take().get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
