package org.tarnlake.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tarnlake.standalone.StandaloneTest.ids;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.crash.process.Child;
import org.tarnlake.crash.process.ChildJvms;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.env.Environment;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.local.LocalStore;

/**
 * A real process that commits to a Delta table of its own is stopped by a signal, again and again,
 * while another one commits and cleans the log up. Every row that it was told is committed is
 * there, once.
 */
@DisabledOnOs(OS.WINDOWS)
class StoppedProcessTest {
  private static final int STOPS = 30;
  private static final long TIMEOUT_MILLIS = 60_000;
  private static final long FIRST = 1_000_000;
  private static final int SPIN_NANOS = 3_000_000;
  private static final String LOG = "_delta_log/0";

  @TempDir Path folder;

  @Test
  void whatAStoppedWriterWasToldIsThere() throws Exception {
    Path table = folder.resolve("t");
    Random random = new Random(1);
    List<String> said = new ArrayList<>();
    List<Long> own = new ArrayList<>();
    try (LocalStore store = LocalStore.create(table)) {
      new ForeignWriter(store, "")
          .create(
              ForeignWriter.LEGACY,
              ForeignWriter.metadata(ForeignWriter.SCHEMA, "{\"delta.checkpointInterval\":\"2\"}"));
      try (Child child = ChildJvms.plain().start(StoppedWriter.class, table, FIRST)) {
        for (int stop = 0; stop < STOPS; stop++) {
          assertThat(child.await(StoppedProcessTest::isId, TIMEOUT_MILLIS))
              .as("%s", child.lines())
              .isTrue();
          spin(random.nextInt(SPIN_NANOS));
          child.signal("STOP");
          said.addAll(child.take());
          commitAndCleanUp(store, table, own);
          child.signal("CONT");
        }
        child.say("");
        said.addAll(child.awaitEnd(TIMEOUT_MILLIS));
      }
      verify(store, said, own);
    }
  }

  /** Whether the child said an id; else it is a warning of its log. */
  private static boolean isId(String line) {
    return line.matches("\\d+");
  }

  private static void spin(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  /** Commits enough for a checkpoint, and deletes what is behind the newest. */
  private static void commitAndCleanUp(LocalStore store, Path table, List<Long> own)
      throws IOException {
    try (Lake lake = Lake.open(table)) {
      for (int i = 0; i < 3; i++) {
        long id = own.size();
        own.add(id);
        lake.transact(tx -> tx.append("t", id));
      }
    }
    long newest = -1;
    for (ObjectInfo object : store.list(LOG, "")) {
      newest = object.name().endsWith(".checkpoint.parquet") ? version(object) : newest;
    }
    for (ObjectInfo object : store.list(LOG, "")) {
      if (object.name().endsWith(".json") && version(object) < newest) {
        store.delete(object.name());
      }
    }
  }

  private static long version(ObjectInfo object) {
    return Long.parseLong(object.name(), LOG.length() - 1, LOG.length() + 19, 10);
  }

  private static void verify(LocalStore store, List<String> said, List<Long> own)
      throws IOException {
    Set<String> unknown = new HashSet<>();
    List<Long> told = new ArrayList<>(own);
    for (String line : said) {
      if (line.startsWith(StoppedWriter.UNKNOWN)) {
        unknown.add(line.substring(StoppedWriter.UNKNOWN.length()));
      } else if (isId(line)) {
        told.add(Long.parseLong(line));
      }
    }
    assertThat(told).hasSizeGreaterThan(own.size() + STOPS / 2);
    try (Lake lake = Lake.open(store, Environment.system())) {
      List<Long> rows = ids(lake.latest().tables().get(0).scan());
      assertThat(rows).doesNotHaveDuplicates().containsAll(told);
      rows.removeAll(told);
      assertThat(rows).allMatch(id -> unknown.contains(id.toString()));
    }
    assertThat(Finding.of(store, CheckDepth.DATA)).noneMatch(Finding::isDamage);
  }
}
