package org.tarnlake.crash.copy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.tarnlake.Backup;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.env.Environment;
import org.tarnlake.error.StorageException;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.local.LocalStore;

/**
 * Backs a lake up into one folder again and again while writers commit between the calls to its
 * store. Some backups die half-way; what they leave is a lake of an older version or none yet, and
 * the next one completes it. One thread at a time.
 */
final class BackupCopy {
  private static final int WORK_MAX = 8;

  private final Path lake;
  private final Path target;

  BackupCopy(Path lake, Path target) {
    this.lake = lake;
    this.target = target;
  }

  /** Brings the target up to date. */
  void run(SplittableRandom random, Runnable between) throws IOException {
    int deaths = random.nextInt(3);
    for (int i = 0; i < deaths; i++) {
      AtomicInteger left = new AtomicInteger(1 + random.nextInt(1 + random.nextInt(300)));
      try {
        backup(
            random.split(),
            between,
            isWrite -> {
              if (isWrite && left.decrementAndGet() < 0) {
                throw new IOException("the backup dies here");
              }
            });
      } catch (StorageException e) {
        requireLakeOrNone();
      }
    }
    Backup done = backup(random, between, isWrite -> {});
    done.findings().stream()
        .filter(Finding::isDamage)
        .findFirst()
        .ifPresent(
            damage -> {
              throw new AssertionError("the backup is damaged: " + damage);
            });
  }

  private Backup backup(SplittableRandom random, Runnable between, WatchedStore.Watcher onTarget)
      throws IOException {
    AtomicInteger work = new AtomicInteger();
    WatchedStore.Watcher onLake =
        isWrite -> {
          synchronized (work) {
            if (random.nextInt(40) == 0 && work.incrementAndGet() < WORK_MAX) {
              between.run();
            }
          }
        };
    try (ObjectStore from = new WatchedStore(LocalStore.open(lake), onLake);
        ObjectStore to = new WatchedStore(LocalStore.create(target), onTarget)) {
      return Backup.of(from, to, Environment.system(), (objects, bytes) -> {});
    }
  }

  /** What died half-way is no lake yet, or one that is sound. */
  private void requireLakeOrNone() {
    if (Files.exists(target.resolve("_tarn/lake.json"))) {
      Lake.check(target, org.tarnlake.CheckDepth.LOGS).stream()
          .filter(Finding::isDamage)
          .findFirst()
          .ifPresent(
              damage -> {
                throw new AssertionError("half a backup is damaged: " + damage);
              });
    }
  }
}
