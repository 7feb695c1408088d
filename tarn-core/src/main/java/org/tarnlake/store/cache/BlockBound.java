package org.tarnlake.store.cache;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the blocks of a folder within a bound, whoever put them: those go first that were used
 * longest ago, by the times of their files. Safe for many threads, and for several processes at
 * once.
 *
 * <p>The folder is walked before a process writes its first block, and again whenever it has
 * written a sixteenth of the bound; where it has more than the bound without that sixteenth, blocks
 * go. So it has more than the bound only where n processes write at the same time, by n - 1
 * sixteenths at most, and by a block where the bound is less than sixteen of them.
 *
 * <p>The bound is never more than a tenth of what the disk has free or the folder has.
 */
final class BlockBound {
  private static final int STEPS = 16;
  private static final int SHARE_OF_DISK = 10;
  private static final long CLUSTER_BYTES = 4096;

  /** A temporary file that is older was left behind. */
  private static final Duration TEMPORARY_MAX = Duration.ofHours(1);

  private final Path root;
  private final long bytesMax;
  private final InstantSource clock;
  private final ReentrantLock walking = new ReentrantLock();
  private final AtomicLong writtenBytes = new AtomicLong();
  private volatile long stepBytes = -1;

  BlockBound(Path root, long bytesMax, InstantSource clock) {
    this.root = root;
    this.bytesMax = bytesMax;
    this.clock = clock;
  }

  /** Makes room for a file that is about to be written; false if there cannot be. */
  boolean makeRoom(long fileBytes) throws IOException {
    long bytes = onDisk(fileBytes);
    if (writtenBytes.get() + bytes > stepBytes) {
      walking.lock();
      try {
        if (writtenBytes.get() + bytes > stepBytes) {
          walk();
          writtenBytes.set(0);
        }
      } finally {
        walking.unlock();
      }
    }
    writtenBytes.addAndGet(bytes);
    return bytes <= stepBytes * STEPS;
  }

  private void walk() throws IOException {
    Path there = root;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    long free = Files.getFileStore(there).getUsableSpace();
    // By seconds, so that it takes little memory however many blocks there are.
    SortedMap<Long, Long> bytesBySecond = new TreeMap<>();
    long temporaryUntil = second(clock.millis() - TEMPORARY_MAX.toMillis());
    visit(
        (file, second, bytes) -> {
          if (second < temporaryUntil && file.toString().endsWith(BlockFolder.TEMPORARY)) {
            Files.deleteIfExists(file);
          } else {
            bytesBySecond.merge(second, bytes, Long::sum);
          }
        },
        folder -> {});
    long all = bytesBySecond.values().stream().mapToLong(Long::longValue).sum();
    long bound = Math.min(bytesMax, (free + all) / SHARE_OF_DISK);
    stepBytes = bound / STEPS;
    long tooMuch = all - (bound - stepBytes);
    if (tooMuch > 0) {
      remove(tooMuch, bytesBySecond);
    }
  }

  private void remove(long tooMuch, SortedMap<Long, Long> bytesBySecond) throws IOException {
    long last = Long.MIN_VALUE;
    long before = 0;
    for (Map.Entry<Long, Long> each : bytesBySecond.entrySet()) {
      last = each.getKey();
      if (before + each.getValue() >= tooMuch) {
        break;
      }
      before += each.getValue();
    }
    long lastSecond = last;
    // All of the seconds before, and of that one as much as it takes.
    long[] left = {tooMuch - before};
    visit(
        (file, second, bytes) -> {
          if (second < lastSecond || (second == lastSecond && left[0] > 0)) {
            left[0] -= second == lastSecond ? bytes : 0;
            Files.deleteIfExists(file);
          }
        },
        BlockBound::removeIfEmpty);
  }

  private static void removeIfEmpty(Path folder) {
    try {
      Files.delete(folder);
    } catch (IOException e) {
      // It has blocks, or is gone.
    }
  }

  private static long second(long millis) {
    return Math.floorDiv(millis, 1000L);
  }

  /** What a file takes of the disk, with as much for a folder as one that has it alone needs. */
  private static long onDisk(long bytes) {
    return (bytes + CLUSTER_BYTES - 1) / CLUSTER_BYTES * CLUSTER_BYTES + CLUSTER_BYTES;
  }

  private interface Visit {
    void file(Path file, long second, long bytes) throws IOException;
  }

  /** Visits all files. Another process may remove any of them meanwhile. */
  private void visit(Visit visit, Consumer<Path> afterFolder) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes its) throws IOException {
            visit.file(file, second(its.lastModifiedTime().toMillis()), onDisk(its.size()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            afterFolder.accept(folder);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
  }
}
