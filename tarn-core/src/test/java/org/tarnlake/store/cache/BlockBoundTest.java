package org.tarnlake.store.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.FaultyStore.Operation;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.testing.Folders;
import org.tarnlake.testing.ManualTime;

/** Which blocks stay, and how many. */
class BlockBoundTest {
  private static final int BLOCK = Block.BYTES_MAX;
  private static final int OBJECT_BYTES = 2 * BLOCK;
  private static final long BOUND = 16L * BLOCK;

  @TempDir Path folder;

  private final ManualTime time = new ManualTime();
  private final FaultyStore store = new FaultyStore(new MemoryStore());
  private ObjectStore cached = store;

  @BeforeEach
  void begin() {
    cached = cached();
  }

  private ObjectStore cached() {
    return NamedStore.cache(folder, BOUND, time.process()).over(new NamedStore(store, "s"), "l");
  }

  private static String name(int number) {
    return "part-%s.parquet".formatted(new UUID(0, number));
  }

  private void read(int number) throws IOException {
    store.putIfAbsent(name(number), new byte[OBJECT_BYTES + 100]);
    assertThat(cached.getRange(name(number), 0, OBJECT_BYTES)).hasSize(OBJECT_BYTES);
    time.move(Duration.ofMinutes(11));
  }

  private void readFooter(int number) throws IOException {
    assertThat(cached.getRange(name(number), OBJECT_BYTES, 100)).hasSize(100);
  }

  private boolean isKept(int number, int offset) throws IOException {
    long before = store.calls(Operation.GET_RANGE);
    assertThat(cached.getRange(name(number), offset, 100)).hasSize(100);
    return store.calls(Operation.GET_RANGE) == before;
  }

  private long keptBytes() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void aProcessNeverKeepsMoreThanTheBound() throws IOException {
    for (int number = 0; number < 26; number++) {
      read(number);
      assertThat(keptBytes()).isLessThanOrEqualTo(BOUND);
      if (number % 7 == 0) {
        cached = cached();
      }
    }
    assertThat(keptBytes()).isGreaterThan(BOUND / 4 * 3);
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.filter(path -> path.toFile().isDirectory()))
          .as("no folder of an object that has gone")
          .hasSizeLessThan(2 * 8 + 10);
    }
  }

  @Test
  void whatWasUsedLastStays() throws IOException {
    for (int number = 0; number < 20; number++) {
      read(number);
      if (number >= 1) {
        read(1);
      }
    }
    assertThat(store.trace().stream().filter(FaultyStore.naming(name(1))))
        .as("puts and reads of what was read all the time")
        .filteredOn(call -> call.operation() == Operation.GET_RANGE)
        .hasSize(1);
    assertThat(isKept(19, 0)).isTrue();
    assertThat(isKept(0, 0)).isFalse();
    assertThat(isKept(2, 0)).isFalse();
  }

  @Test
  void footersOutlastRows() throws IOException {
    read(0);
    readFooter(0);
    // As rows first, and then as a footer.
    read(1);
    assertThat(cached.getRange(name(1), OBJECT_BYTES, 50)).hasSize(50);
    readFooter(1);
    for (int number = 2; number < 24; number++) {
      read(number);
    }
    assertThat(isKept(0, OBJECT_BYTES)).isTrue();
    assertThat(isKept(1, OBJECT_BYTES)).isTrue();
    assertThat(isKept(0, 0)).isFalse();
    assertThat(isKept(1, 0)).isFalse();
  }

  @Test
  void whatKilledProcessesLeftGoesAndWhatOthersWriteStays() throws IOException {
    read(0);
    Path object = Files.createDirectories(folder.resolve("blocks-1/00/11"));
    Path left = Files.write(object.resolve("0.x.tmp"), new byte[100]);
    Path underWay = Files.write(object.resolve("1.x.tmp"), new byte[100]);
    Files.setLastModifiedTime(left, FileTime.from(time.now().minus(Duration.ofHours(2))));
    Files.setLastModifiedTime(underWay, FileTime.from(time.now().minus(Duration.ofMinutes(2))));
    cached = cached();
    read(1);
    assertThat(left).doesNotExist();
    assertThat(underWay).exists();
  }

  @Test
  void whatCannotBeReadOrWrittenIsToldOnceAndTriedAgain() throws IOException {
    read(0);
    Path blocks = folder.resolve("blocks-1");
    Folders.delete(blocks);
    Files.createFile(blocks);
    try (Warnings warnings = new Warnings()) {
      for (int number = 0; number < 3; number++) {
        read(number);
      }
      assertThat(warnings.count()).isEqualTo(1);
    }
    Files.delete(blocks);
    read(1);
    assertThat(isKept(1, 0)).isTrue();
  }

  @Test
  void aBlockThatWouldNotFitIsNotKept() throws IOException {
    cached = NamedStore.cache(folder, 1000, time.process()).over(new NamedStore(store, "s"), "l");
    read(0);
    assertThat(keptBytes()).isZero();
  }
}
