package org.tarnlake.store.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.env.Environment;
import org.tarnlake.store.ChildJvm;
import org.tarnlake.store.ChildMount;

/** Processes that share a cache, die within it, and meet disks that refuse. */
class CacheProcessTest {
  /** Of 48 blocks that are read. */
  private static final long TINY_BYTES = 20L * Block.BYTES_MAX;

  private static final int PROCESSES = 2;

  @TempDir Path scratch;

  private static List<String> child(String what, Path folder, long bytesMax, long seed, int reads) {
    return ChildJvm.command(
        CacheChild.class, what, folder.toString(), "" + bytesMax, "" + seed, "" + reads);
  }

  private Path folder() throws IOException {
    return Files.createDirectories(scratch.resolve("cache"));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder())) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void processesFillAndEvictAtOnceAndReadWhatIsRight() throws Exception {
    List<ChildJvm> children = new ArrayList<>();
    for (int seed = 0; seed < PROCESSES; seed++) {
      children.add(ChildJvm.start(scratch, child("read", folder(), TINY_BYTES, seed, 150)));
    }
    for (ChildJvm each : children) {
      assertThat(each.await()).containsExactly("reads", "right");
    }
    long bytes = files().stream().mapToLong(file -> file.toFile().length()).sum();
    assertThat(bytes)
        .isBetween(
            TINY_BYTES / 2, TINY_BYTES + (PROCESSES - 1) * (TINY_BYTES / 16 + Block.BYTES_MAX));
    assertThat(files()).noneMatch(file -> file.toString().endsWith(".tmp"));
  }

  @Test
  void whatAKilledProcessLeavesIsRightOrNotTaken() throws Exception {
    for (int seed = 0; seed < 3; seed++) {
      try (ChildJvm victim =
          ChildJvm.start(scratch, child("read", folder(), TINY_BYTES, seed, 1_000_000))) {
        while (victim.isAlive() && !victim.lines().contains("reads")) {
          Thread.onSpinWait();
        }
        // With so small a bound it writes all the time.
        assertThat(victim.isAlive()).isTrue();
        victim.kill();
      }
    }
    try (ChildJvm heir = ChildJvm.start(scratch, child("read", folder(), TINY_BYTES, 9, 100))) {
      assertThat(heir.await()).containsExactly("reads", "right");
    }
  }

  @Test
  void aFullDiskIsDoneWithoutAndToldOnce() throws Exception {
    String mount = "mount -t tmpfs -o size=1200k tmpfs '%s'".formatted(folder());
    // A tenth of such a disk is less than a block.
    assertThat(ChildMount.run(scratch, mount, List.of(), child("trouble", folder(), 1 << 30, 0, 0)))
        .containsExactly("0 warnings, 12 requests");
    // As much as the disk has, but files of so many half-kilobytes only.
    List<String> limited = List.of("sh", "-c", "ulimit -f 200 && exec \"$@\"", "sh");
    List<String> command = new ArrayList<>(limited);
    command.addAll(child("trouble", folder(), 1 << 30, 0, 0));
    try (ChildJvm child = ChildJvm.start(scratch, command)) {
      assertThat(child.await().toString().toLowerCase(Locale.ROOT))
          .contains("cannot write to the cache", "1 warnings, 12 requests");
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void aReadOnlyDiskIsReadAndToldOnce() throws Exception {
    try (ChildJvm writer = ChildJvm.start(scratch, child("trouble", folder(), 9 << 18, 0, 0))) {
      assertThat(writer.await()).hasSize(1);
    }
    assertThat(files()).hasSizeBetween(4, 20);
    String mount =
        "mount --bind '%1$s' '%1$s' && mount -o remount,ro,bind '%1$s'".formatted(folder());
    List<String> told =
        ChildMount.run(scratch, mount, List.of(), child("trouble", folder(), 1 << 30, 0, 0));
    assertThat(told.toString()).contains("Read-only file system", "1 warnings");
  }

  /** A third copy of a range would not fit into its heap. */
  @Test
  void aLargeObjectTakesTheMemoryOfARange() throws Exception {
    try (ChildJvm child = ChildJvm.start(scratch, child("large", folder(), 1 << 30, 0, 4))) {
      assertThat(child.await()).containsExactly("read");
    }
  }

  @Test
  void noCacheIsMadeWhereNoneCanBe() throws Exception {
    Path file = Files.createFile(scratch.resolve("file"));
    assertThat(StoreCache.of(Map.of("HOME", file.toString()), Environment.system())).isNull();
  }
}
