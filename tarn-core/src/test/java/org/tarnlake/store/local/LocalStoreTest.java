package org.tarnlake.store.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.env.Environment;
import org.tarnlake.store.ForbiddenPathException;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.Upload;

/** What the local store promises beyond the contract of all stores. */
final class LocalStoreTest {
  @TempDir Path folder;
  private Path root;
  private LocalStore store;

  @BeforeEach
  void createStore() throws Exception {
    root = folder.resolve("deep/lake");
    store = LocalStore.create(root);
  }

  @Test
  void createMakesTheFolderAndOpenWritesNothing() throws Exception {
    LocalStore.create(root).close();
    LocalStore.open(root).close();

    assertThat(root).isEmptyDirectory();
  }

  @Test
  void openRefusesAMissingFolderAndAFile() throws Exception {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> LocalStore.open(missing))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(missing + ": no such folder; make a lake with 'tarn init' or Lake.create");

    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> LocalStore.open(file))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(file + ": is not a folder; name one");
    assertThatThrownBy(() -> LocalStore.create(file.resolve("lake")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot create the folder " + file.resolve("lake"));
  }

  @Test
  void relativeRootsWork() throws Exception {
    Path relative = Path.of("").toAbsolutePath().relativize(root.toAbsolutePath());
    LocalStore.open(relative).putIfAbsent("a/b", bytes("content"));

    assertThat(root.resolve("a/b")).hasContent("content");
  }

  @Test
  void objectsAreFilesOfTheirName() throws Exception {
    store.putIfAbsent("sales/orders/part-1.parquet", bytes("rows"));
    store.put("_tarn/log/_last_checkpoint", bytes("{}"));

    assertThat(root.resolve("sales/orders/part-1.parquet")).hasContent("rows");
    assertThat(root.resolve("_tarn/log/_last_checkpoint")).hasContent("{}");
  }

  @Test
  void nothingTemporaryIsLeft() throws Exception {
    store.putIfAbsent("a", bytes("first"));
    store.putIfAbsent("a", bytes("second"));
    store.put("b", bytes("hint"));
    try (Upload upload = store.upload("c")) {
      upload.write(bytes("discarded"));
    }
    try (Upload upload = store.upload("d")) {
      store.putIfAbsent("d", bytes("early"));
      assertThat(upload.commit()).isFalse();
    }

    assertThat(root.resolve("_tarn/tmp")).isEmptyDirectory();
  }

  /** Spark could not read a hint that Tarn had put over one of Spark's. */
  @Test
  void putTakesTheChecksumAwayThatHadoopLeftForTheOlderContent() throws Exception {
    Path hint = root.resolve("t/hint");
    Files.createDirectories(hint.getParent());
    Files.writeString(hint, "older");
    Files.writeString(hint.resolveSibling(".hint.crc"), "of the older");
    Files.writeString(hint.resolveSibling(".other.crc"), "of another");

    store.put("t/hint", bytes("newer"));

    assertThat(hint).hasContent("newer");
    assertThat(hint.resolveSibling(".hint.crc")).doesNotExist();
    assertThat(hint.resolveSibling(".other.crc")).exists();
  }

  @Test
  void temporaryFilesAreNeitherListedNorReachableByName() throws Exception {
    try (Upload upload = store.upload("a")) {
      upload.write(bytes("unfinished"));
      try (Stream<Path> files = Files.list(root.resolve("_tarn/tmp"))) {
        assertThat(files).hasSize(1);
      }
      assertThat(names("")).isEmpty();
      assertThat(names("_tarn/")).isEmpty();
      assertThat(names("_tarn/tmp")).isEmpty();
      assertThat(names("_tarn/tmp/")).isEmpty();
    }
    assertThatThrownBy(() -> store.putIfAbsent("_tarn/tmp/a", bytes("x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "object name '_tarn/tmp/a' is not allowed: _tarn/tmp/ holds the store's temporary"
                + " files");
    assertThatThrownBy(() -> store.get("_tarn/tmp")).isInstanceOf(IllegalArgumentException.class);
    store.putIfAbsent("_tarn/tmp2/a", bytes("x"));
    assertThat(names("_tarn/tmp")).containsExactly("_tarn/tmp2/a");
  }

  @Test
  void openRemovesWhatCrashedProcessesLeftADayAgo() throws Exception {
    store.putIfAbsent("a", bytes("x"));
    Path temporary = root.resolve("_tarn/tmp");
    Instant twoDaysAgo = Instant.now().minus(Duration.ofDays(2));
    String uuid = "-0d9f2b34-1c5e-4f7a-8b9c-0123456789ab-";
    // No process has the first number; this process has the second, and is younger than the file.
    Path deadAndOld = Files.createFile(temporary.resolve("999999999" + uuid + "1"));
    Path recycledNumber =
        Files.createFile(temporary.resolve(ProcessHandle.current().pid() + uuid + "1"));
    Path deadAndYoung = Files.createFile(temporary.resolve("999999999" + uuid + "2"));
    Path lockFile = Files.createFile(temporary.resolve("lock"));
    Path foreign = Files.createFile(temporary.resolve("notes.txt"));
    for (Path old : List.of(deadAndOld, recycledNumber, lockFile, foreign)) {
      Files.setLastModifiedTime(old, FileTime.from(twoDaysAgo));
    }

    LocalStore.open(root).close();

    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).containsExactlyInAnyOrder(deadAndYoung, lockFile, foreign);
    }
  }

  @Test
  void filesOfALiveProcessAreNeverRemoved() throws Exception {
    try (Upload upload = store.upload("a")) {
      upload.write(new byte[100_000]);
      LocalBounds bounds = new LocalBounds(root, List.of());
      LocalFolders folders = new LocalFolders(root, LocalCalls.REAL, bounds);
      new LocalTemporaries(root, folders, bounds, Environment.system())
          .removeAbandoned(Instant.now().plus(Duration.ofDays(3)));

      assertThat(upload.commit()).isTrue();
    }
    assertThat(store.size("a")).isEqualTo(100_000);
  }

  @Test
  void foldersRemovedByOthersAreMadeAgain() throws Exception {
    store.putIfAbsent("a/b/1", bytes("1"));
    store.put("a/b/hint", bytes("h"));
    try (Upload upload = store.upload("a/b/2")) {
      upload.write(bytes("2"));
      Files.delete(root.resolve("a/b/1"));
      Files.delete(root.resolve("a/b/hint"));
      Files.delete(root.resolve("a/b"));
      Files.delete(root.resolve("a"));
      assertThat(upload.commit()).isTrue();
    }
    Files.delete(root.resolve("_tarn/tmp"));
    Files.delete(root.resolve("_tarn"));
    assertThat(store.putIfAbsent("a/b/3", bytes("3"))).isTrue();

    assertThat(names("")).containsExactly("a/b/2", "a/b/3");
  }

  @Test
  void removedRootIsReportedAndNotMadeAgain() throws Exception {
    Files.delete(root);

    assertThatThrownBy(() -> store.putIfAbsent("a", bytes("x")))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot create a (" + root.resolve("a") + "): ")
        .hasMessageEndingWith("missing; was the folder removed?");
    assertThat(root).doesNotExist();
  }

  @Test
  void anObjectIsNeverCalledLikeAFolder() throws Exception {
    store.putIfAbsent("a/b", bytes("x"));

    assertThatThrownBy(() -> store.putIfAbsent("a", bytes("y")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is a folder");
    assertThatThrownBy(() -> store.put("a", bytes("y"))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> store.putIfAbsent("a/b/c", bytes("y")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not a folder: move it away");
    try (Upload upload = store.upload("a")) {
      assertThatThrownBy(upload::commit).hasMessageContaining("is a folder");
    }
    store.delete("a");
    assertThat(names("")).containsExactly("a/b");
    assertThat(root.resolve("_tarn/tmp")).isEmptyDirectory();
  }

  @Test
  void symbolicLinksWithinTheFolderAreFollowed() throws Exception {
    store.putIfAbsent("real/1", bytes("inside"));
    Files.createSymbolicLink(root.resolve("table"), root.resolve("real"));
    Files.createSymbolicLink(root.resolve("single"), Path.of("real/1"));

    assertThat(names("")).containsExactly("real/1", "single", "table/1");
    assertThat(store.get("table/1")).isEqualTo(bytes("inside"));
    assertThat(store.size("single")).isEqualTo(6);
    assertThat(store.putIfAbsent("table/2", bytes("x"))).isTrue();
    assertThat(store.putIfAbsent("single", bytes("x"))).isFalse();
    assertThat(root.resolve("real/2")).exists();
  }

  @Test
  void symbolicLinksInCirclesAreNotFollowed() throws Exception {
    store.putIfAbsent("a/1", bytes("x"));
    Files.createSymbolicLink(root.resolve("a/up"), root.resolve("a"));
    Files.createSymbolicLink(root.resolve("a/self"), Path.of("self"));

    assertThat(names("")).containsExactly("a/1", "a/self");
    assertThatThrownBy(() -> store.get("a/self")).isInstanceOf(ForbiddenPathException.class);
  }

  @Test
  void filesThatNoObjectCanBeCalledAreNotListed() throws Exception {
    store.putIfAbsent("good", bytes("x"));
    Files.createFile(root.resolve("back\\slash"));
    Files.createFile(root.resolve("new\nline"));
    String top = root.toUri().toString();
    Files.createFile(Path.of(URI.create(top + "not-utf8-%FF")));

    assertThat(names("")).containsExactly("good");
  }

  @Test
  void aStormOfInterruptsChangesNoOutcome() throws Exception {
    AtomicBoolean writing = new AtomicBoolean(true);
    Thread writer = Thread.currentThread();
    Thread storm =
        new Thread(
            () -> {
              while (writing.get()) {
                writer.interrupt();
                Thread.onSpinWait();
              }
            });
    storm.start();
    byte[] content = new byte[300_000];
    boolean keptFlag = true;
    List<Boolean> created = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        created.add(store.putIfAbsent("put-" + i, content));
        try (Upload upload = store.upload("upload-" + i)) {
          upload.write(content);
          upload.write(content);
          created.add(upload.commit());
        }
        store.put("hint", content);
        created.add(store.get("put-" + i).length == 300_000);
        created.add(store.getRange("upload-" + i, 1, 599_999).length == 599_999);
        created.add(store.list("put-", "").size() == i + 1);
        keptFlag &= Thread.currentThread().isInterrupted();
      }
    } finally {
      writing.set(false);
      while (storm.isAlive()) {
        Thread.onSpinWait();
      }
      Thread.interrupted();
    }

    assertThat(created).hasSize(100).containsOnly(true);
    assertThat(keptFlag).isTrue();
    assertThat(root.resolve("_tarn/tmp")).isEmptyDirectory();
  }

  private List<String> names(String prefix) throws IOException {
    return store.list(prefix, "").stream().map(ObjectInfo::name).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
