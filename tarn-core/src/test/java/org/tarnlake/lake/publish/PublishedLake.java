package org.tarnlake.lake.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.env.Environment;
import org.tarnlake.lake.Entries;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.LogEntry;
import org.tarnlake.lake.LogLoader;
import org.tarnlake.lake.TableLoader;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.testing.ManualThreads;
import org.tarnlake.testing.ManualTime;
import org.tarnlake.testing.SoundLake;

/** A lake in memory whose publication runs when the test says so, and what is published of it. */
public abstract class PublishedLake {
  @RegisterExtension final SoundLake sound = new SoundLake();

  final MemoryStore disk = new MemoryStore();
  final FaultyStore store = new FaultyStore(asSeen(disk));
  final ManualThreads threads = new ManualThreads();
  final ManualTime time = new ManualTime();
  final Environment environment = time.environment(threads);
  LakeLog log;
  Publisher publisher;
  Entries entries;

  /** The store that the publisher has. */
  ObjectStore asSeen(ObjectStore memory) {
    return memory;
  }

  @BeforeEach
  void openANewLake() {
    LogLoader.create(disk, environment);
    sound.watch(disk);
    reopen();
    entries = new Entries(log.latest());
  }

  /** As another process does, after this one ended or crashed. */
  void reopen() {
    threads.drop();
    store.heal();
    log = LogLoader.open(store, environment);
    // Threads that were to help with it, and came too late.
    threads.runAll();
    publisher = new Publisher(log, new TableLoader(log), environment);
  }

  void ratify(LogEntry entry) {
    assertThat(log.ratify(entry)).isTrue();
  }

  void publish() {
    publisher.wake();
    threads.runAll();
  }

  List<String> published(String location) {
    return names(DeltaNames.log(location)).stream()
        .filter(name -> !name.contains("_staged_commits"))
        .map(name -> name.replaceFirst(".*/0*([0-9]+\\..*)", "$1"))
        .sorted(Comparator.comparing(name -> name.replace("json", "a")))
        .toList();
  }

  long publishedCommits(String location) {
    return published(location).stream().filter(name -> name.endsWith(".json")).count();
  }

  List<String> checkpoints() {
    return names(LakeNames.LOG).stream().filter(n -> LakeNames.checkpointVersion(n) > 0).toList();
  }

  List<String> names(String prefix) {
    return StoreAccess.list(disk, prefix, "").stream().map(ObjectInfo::name).toList();
  }

  /** Waits for publication while another thread runs the background work. */
  void awaitPublished(long version) throws InterruptedException {
    AtomicBoolean awaited = new AtomicBoolean();
    Thread background =
        new Thread(
            () -> {
              while (!awaited.get()) {
                threads.runAll();
                Thread.onSpinWait();
              }
            });
    background.start();
    try {
      publisher.await(version);
    } finally {
      awaited.set(true);
      background.join();
    }
  }
}
