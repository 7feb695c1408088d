package org.tarnlake;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.ManualThreads;
import org.tarnlake.testing.ManualTime;
import org.tarnlake.testing.SoundLake;

/** A lake of which nothing is published before the test says so. */
abstract class UnpublishedLake {
  @RegisterExtension final SoundLake sound = new SoundLake();

  final MemoryStore disk = sound.watch(new MemoryStore());
  final FaultyStore store = new FaultyStore(disk);
  final ManualTime time = new ManualTime();
  final ManualThreads threads = new ManualThreads();
  Lake lake;

  @BeforeEach
  void openALakeThatDoesNotPublish() {
    Lake.create(disk, time.process()).close();
    lake = Lake.open(store, time.environment(threads));
  }

  /** Publishes what there is, and closes it, also where a test failed early; twice is harmless. */
  @AfterEach
  void close() {
    store.heal();
    threads.runAll();
    threads.shutdown();
    lake.close();
  }
}
