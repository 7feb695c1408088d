package org.tarnlake.store.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.store.FaultyStore.Operation.GET;
import static org.tarnlake.store.FaultyStore.Operation.GET_RANGE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tarnlake.env.Environment;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.testing.Folders;
import org.tarnlake.testing.Seeds;

class CachedStoreTest {
  private static final String NAME = "t/part-0f0e0d0c-1111-4222-8333-a4b5c6d7e8f9.parquet";
  private static final String OTHER = "t/part-0f0e0d0c-1111-4222-8333-a4b5c6d7e8f0.parquet";
  private static final int BLOCK = Block.BYTES_MAX;

  @TempDir Path folder;

  private final FaultyStore store = new FaultyStore(new MemoryStore());

  @BeforeEach
  void putTwoObjects() throws IOException {
    store.putIfAbsent(NAME, bytes(1, 5 * BLOCK + 1000));
    store.putIfAbsent(OTHER, bytes(2, 5 * BLOCK + 1000));
  }

  private static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  /** The store as a process sees it that has just begun. */
  private ObjectStore cached() {
    return cached("server", "lake");
  }

  private ObjectStore cached(String identity, String lake) {
    return NamedStore.cache(folder, 1L << 30, Environment.system())
        .over(new NamedStore(store, identity), lake);
  }

  @Test
  void anyRangeIsTheBytesOfTheObject() {
    Seeds.run(
        40,
        random -> {
          int size = random.nextInt(0, 4) * BLOCK + (random.nextBoolean() ? 0 : random.nextInt(9));
          String name = NAME.replace("a4b5c6d7e8f9", "%012x".formatted(random.nextLong(1L << 48)));
          byte[] object = bytes(size, size);
          store.putIfAbsent(name, object);
          for (int i = 0; i < 12; i++) {
            long offset = near(random, size);
            int length = near(random, size);
            int from = (int) Math.min(offset, size);
            assertThat(cached().getRange(name, offset, length))
                .isEqualTo(Arrays.copyOfRange(object, from, Math.min(size, from + length)));
            if (random.nextInt(4) == 0) {
              Files.deleteIfExists(anyOf(files(), random));
            }
          }
          assertThat(cached().get(name)).isEqualTo(object);
          assertThat(cached().get(name)).isEqualTo(object);
        });
  }

  /** A place in or behind an object, often at the edge of a block. */
  private static int near(SplittableRandom random, int size) {
    int any = random.nextInt(size + 2 * BLOCK);
    return random.nextBoolean() ? any : Math.max(0, any / BLOCK * BLOCK + random.nextInt(-1, 2));
  }

  private static Path anyOf(List<Path> files, SplittableRandom random) {
    return files.isEmpty() ? Path.of("none") : files.get(random.nextInt(files.size()));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void eachRunOfMissingBlocksIsOneRequest() throws IOException {
    byte[] object = store.get(NAME);
    assertThat(cached().getRange(NAME, 10, object.length - 20)).hasSize(object.length - 20);
    assertThat(store.calls(GET_RANGE)).isEqualTo(1);

    assertThat(cached().getRange(NAME, 0, object.length)).isEqualTo(object);
    assertThat(cached().getRange(NAME, BLOCK - 1, 2))
        .isEqualTo(new byte[] {object[BLOCK - 1], object[BLOCK]});
    assertThat(cached().get(NAME)).isEqualTo(object);
    assertThat(store.calls(GET_RANGE)).isEqualTo(1);

    for (int gone : List.of(1, 2, 4)) {
      Files.delete(file(NAME, gone));
    }
    store.resetCalls();
    assertThat(cached().getRange(NAME, 0, object.length)).isEqualTo(object);
    assertThat(store.calls(GET_RANGE)).isEqualTo(2);
    assertThat(store.bytes(GET_RANGE)).isEqualTo(3L * BLOCK);
  }

  private Path file(String name, int number) {
    String hex = ObjectKey.of("server\nlake", name).hex();
    return folder
        .resolve("blocks-1")
        .resolve(hex.substring(0, 2))
        .resolve(hex.substring(2))
        .resolve("" + number);
  }

  /** What may be wrong with a file. */
  private enum Damage {
    FLIPPED(
        file -> {
          byte[] flipped = file.clone();
          flipped[new SplittableRandom(file[100]).nextInt(file.length)] ^= 4;
          return flipped;
        }),
    HEAD(file -> edited(file, 3)),
    KEY(file -> edited(file, 20)),
    CHECKSUM(file -> edited(file, file.length - 1)),
    CUT(file -> Arrays.copyOf(file, file.length - 1000)),
    TORN(file -> Arrays.copyOf(Arrays.copyOf(file, 4096), file.length)),
    EMPTY(file -> new byte[0]),
    ONE_BYTE(file -> new byte[1]),
    LONGER(file -> Arrays.copyOf(file, file.length + 1)),
    ZEROS(file -> new byte[file.length]);

    private final UnaryOperator<byte[]> edit;

    Damage(UnaryOperator<byte[]> edit) {
      this.edit = edit;
    }

    private static byte[] edited(byte[] file, int at) {
      byte[] edited = file.clone();
      edited[at]++;
      return edited;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedBlockIsFetchedAgain(Damage damage) throws IOException {
    byte[] object = store.get(NAME);
    assertThat(cached().get(NAME)).isEqualTo(object);
    byte[] whole = Files.readAllBytes(file(NAME, 2));
    Files.write(file(NAME, 2), damage.edit.apply(whole));

    store.resetCalls();
    assertThat(cached().getRange(NAME, 1, object.length - 1))
        .isEqualTo(Arrays.copyOfRange(object, 1, object.length));
    assertThat(store.calls(GET_RANGE)).isEqualTo(1);
    assertThat(Files.readAllBytes(file(NAME, 2))).isEqualTo(whole);
  }

  @Test
  void aBlockInAnothersPlaceIsNotTaken() throws IOException {
    byte[] object = store.get(NAME);
    assertThat(cached().get(OTHER)).isNotEqualTo(object);
    assertThat(cached().get(NAME)).isEqualTo(object);
    Files.write(file(NAME, 1), Files.readAllBytes(file(NAME, 3)));
    Files.write(file(NAME, 2), Files.readAllBytes(file(OTHER, 2)));
    assertThat(cached().getRange(NAME, 0, object.length)).isEqualTo(object);
  }

  @Test
  void anotherLakeOrServerAtTheSameAddressHasItsOwn() throws IOException {
    assertThat(cached().get(NAME)).isEqualTo(bytes(1, 5 * BLOCK + 1000));
    store.delete(NAME);
    store.putIfAbsent(NAME, bytes(3, 100));
    assertThat(cached("server", "another lake").get(NAME)).isEqualTo(bytes(3, 100));
    assertThat(cached("another server", "lake").get(NAME)).isEqualTo(bytes(3, 100));
    assertThat(cached().get(NAME)).isEqualTo(bytes(1, 5 * BLOCK + 1000));
  }

  @Test
  void otherNamesAndCallsAreTheStores() throws IOException {
    String log = "_tarn/log/00000000000000000001.json";
    store.putIfAbsent(log, new byte[] {1});
    assertThat(cached().get(log)).containsExactly(1);
    assertThat(cached().getRange(log, 0, 1)).containsExactly(1);
    assertThat(files()).isEmpty();
    store.put(log, new byte[] {2});
    assertThat(cached().get(log)).containsExactly(2);

    assertThat(cached().get(NAME)).hasSize(5 * BLOCK + 1000);
    store.resetCalls();
    assertThat(cached().copy(cached(), NAME, "t/copy")).isTrue();
    assertThat(store.calls(GET)).as("what is copied is read from the store").isEqualTo(1);
    cached().delete(NAME);
    assertThatThrownBy(() -> cached().size(NAME)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> cached().getRange(NAME, -1, 5))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aStoreThatIsHereOrDoesNotTellWhichItIsHasNone() {
    StoreCache cache = NamedStore.cache(folder, 1L << 30, Environment.system());
    assertThat(cache.over(store, "lake")).isSameAs(store);
  }

  @Test
  void threadsThatMissABlockFetchItOnce() throws Exception {
    byte[] object = store.get(NAME);
    ObjectStore cached = cached();
    CyclicBarrier start = new CyclicBarrier(8);
    List<CompletableFuture<byte[]>> reads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int offset = i * 1000;
      reads.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  start.await();
                  return cached.getRange(NAME, offset, 4 * BLOCK);
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              },
              Environment.system().background()));
    }
    for (int i = 0; i < 8; i++) {
      assertThat(reads.get(i).join())
          .isEqualTo(Arrays.copyOfRange(object, i * 1000, i * 1000 + 4 * BLOCK));
    }
    assertThat(store.bytes(GET_RANGE)).isEqualTo(5L * BLOCK);
  }

  @Test
  void aFailureOfTheStoreIsTheReadersAndNothingStays() throws IOException {
    ObjectStore cached = cached();
    store.failBefore(FaultyStore.nth(1, GET_RANGE));
    assertThatThrownBy(() -> cached.getRange(NAME, 0, 3 * BLOCK)).isInstanceOf(IOException.class);
    assertThat(files()).isEmpty();
    assertThat(cached.getRange(NAME, 0, 100)).isEqualTo(Arrays.copyOf(store.get(NAME), 100));
    assertThatThrownBy(() -> cached.getRange(NAME.replace("t/", "u/"), 0, 9))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aFolderThatIsRemovedMeanwhileIsMadeAgain() throws IOException {
    ObjectStore cached = cached();
    assertThat(cached.getRange(NAME, 0, BLOCK)).hasSize(BLOCK);
    Folders.delete(folder.resolve("blocks-1"));
    store.resetCalls();
    assertThat(cached.getRange(NAME, 0, BLOCK)).isEqualTo(cached.getRange(NAME, 0, BLOCK));
    assertThat(store.calls(GET_RANGE)).isEqualTo(1);
  }

  @Test
  void onlyTheUserMayReadIt() throws IOException {
    assertThat(cached().getRange(NAME, 0, 10)).hasSize(10);
    try (Stream<Path> all = Files.walk(folder.resolve("blocks-1"))) {
      assertThat(all)
          .allSatisfy(
              each ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                      .isEqualTo(Files.isDirectory(each) ? "rwx------" : "rw-------"));
    }
  }

  /** An interrupt closes the channels of many ways to read and write files. */
  @Test
  void anInterruptedThreadReadsAndKeeps() throws IOException {
    Thread.currentThread().interrupt();
    byte[] first = cached().getRange(NAME, 0, 10);
    byte[] second = cached().getRange(NAME, 0, 10);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(first).isEqualTo(second).isEqualTo(Arrays.copyOf(store.get(NAME), 10));
    assertThat(store.calls(GET_RANGE)).isEqualTo(1);
  }

  @Test
  void whatIsForgottenIsReadAnew() throws IOException {
    ObjectStore cached = cached();
    assertThat(cached.getRange(NAME, 0, 10)).hasSize(10);
    store.delete(NAME);
    store.putIfAbsent(NAME, bytes(3, 100));
    CachedStore.forget(cached, NAME);
    assertThat(cached.getRange(NAME, 0, 10)).isEqualTo(bytes(3, 10));
  }
}
