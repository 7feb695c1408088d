package org.tarnlake.store.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.Upload;

/** The steps of one creation on a local disk, and what is reported when one of them fails. */
final class LocalCommitTest {
  private static final LocalCalls.Sync SYNC = LocalCalls.REAL.sync();
  private static final LocalCalls.Link LINK = LocalCalls.REAL.link();

  @TempDir Path root;
  private final List<String> steps = new ArrayList<>();
  private LocalCalls recording;

  @BeforeEach
  void recordSteps() {
    recording =
        new LocalCalls(
            (name, existing) -> {
              steps.add("link " + root.relativize(name));
              LINK.link(name, existing);
            },
            synced -> {
              steps.add("sync /" + root.relativize(synced));
              SYNC.sync(synced);
            });
  }

  @Test
  void everyFolderOnTheWayIsSyncedBeforeTheObjectIsReported() throws Exception {
    LocalStore store = LocalStore.open(root, recording);

    store.putIfAbsent("a/b/1", bytes("one"));
    assertThat(steps).containsExactly("sync /", "sync /a", "sync /", "link a/b/1", "sync /a/b");

    steps.clear();
    store.putIfAbsent("a/b/2", bytes("two"));
    assertThat(steps).containsExactly("link a/b/2", "sync /a/b");
  }

  @Test
  void folderThatAnotherProcessMadeIsSyncedToo() throws Exception {
    LocalStore.open(root).putIfAbsent("a/1", bytes("one"));
    LocalStore store = LocalStore.open(root, recording);

    store.putIfAbsent("a/2", bytes("two"));
    assertThat(steps).containsExactly("sync /", "link a/2", "sync /a");
  }

  @Test
  void nameIsReportedTakenOnceItIsDurable() throws Exception {
    LocalStore.open(root).putIfAbsent("a/1", bytes("one"));
    LocalStore store = LocalStore.open(root, recording);

    assertThat(store.putIfAbsent("a/1", bytes("late"))).isFalse();
    assertThat(steps).containsExactly("sync /a");
  }

  /** Nobody knew whether a commit had landed in a folder that may not be written to. */
  @Test
  void whereTheFolderMayNotBeWrittenToNothingWasWritten() throws Exception {
    LocalCalls denied =
        new LocalCalls(
            (name, existing) -> {
              throw new AccessDeniedException(name.toString());
            },
            SYNC);
    LocalStore store = LocalStore.open(root, denied);
    assertThatThrownBy(() -> store.putIfAbsent("a/1", bytes("one")))
        .isInstanceOf(NothingWrittenException.class)
        .hasMessageEndingWith("a/1: permission denied; let this process use the folder");
  }

  @Test
  void uploadIsCommittedByTheSameSteps() throws Exception {
    LocalStore store = LocalStore.open(root, recording);
    try (Upload upload = store.upload("data")) {
      steps.clear();
      upload.write(bytes("rows"));
      assertThat(steps).isEmpty();
      upload.commit();
    }
    assertThat(steps).containsExactly("link data", "sync /");
  }

  @Test
  void linkWhoseAnswerWasLostIsRecognised() throws Exception {
    for (LocalCalls.Link lie : List.of(Links.MADE_BUT_SAID_TO_EXIST, Links.MADE_BUT_SAID_TO_FAIL)) {
      LocalStore store = LocalStore.open(root, new LocalCalls(lie, SYNC));
      String name = "object-" + System.identityHashCode(lie);

      assertThat(store.putIfAbsent(name, bytes("mine"))).isTrue();
      assertThat(store.get(name)).isEqualTo(bytes("mine"));
      assertThat(store.putIfAbsent(name, bytes("late"))).isFalse();
    }
    assertThat(root.resolve("_tarn/tmp")).isEmptyDirectory();
  }

  @Test
  void failedLinkCreatesNothing() throws Exception {
    LocalStore store =
        LocalStore.open(
            root,
            new LocalCalls(
                (name, existing) -> {
                  if (name.endsWith("a")) {
                    throw new FileSystemException(name.toString(), null, "Input/output error");
                  }
                  LINK.link(name, existing);
                },
                SYNC));

    assertThatThrownBy(() -> store.putIfAbsent("a", bytes("x")))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot create a (%s): Input/output error".formatted(root.resolve("a")));
    assertThat(store.list("", "")).isEmpty();
    assertThat(root.resolve("_tarn/tmp")).isEmptyDirectory();
    // The links of other names work, so this is no file system without links.
    assertThat(root.resolve("_tarn/tmp/lock")).doesNotExist();
    assertThat(store.putIfAbsent("b", bytes("x"))).isTrue();
  }

  @Test
  void objectWhoseFolderWasNotSyncedIsNotTakenForDurable() throws Exception {
    Set<Path> failing = ConcurrentHashMap.newKeySet();
    LocalStore store =
        LocalStore.open(
            root,
            new LocalCalls(
                LINK,
                synced -> {
                  if (failing.contains(synced)) {
                    throw new IOException("Input/output error");
                  }
                  SYNC.sync(synced);
                }));
    store.putIfAbsent("log/1", bytes("one"));
    failing.add(root.resolve("log"));

    assertThatThrownBy(() -> store.putIfAbsent("log/2", bytes("two")))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(NothingWrittenException.class)
        .hasMessageContaining("Input/output error");
    failing.clear();
    // Reading it back must not answer the question whether it was committed.
    assertThatThrownBy(() -> store.get("log/2"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("survives a crash is unknown");
    assertThatThrownBy(() -> store.getRange("log/2", 0, 1)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> store.size("log/2")).isInstanceOf(IOException.class);
    assertThat(store.get("log/1")).isEqualTo(bytes("one"));
    assertThat(LocalStore.open(root).get("log/2")).isEqualTo(bytes("two"));
  }

  @Test
  void folderThatCannotBeSyncedGetsNoObjects() throws Exception {
    LocalStore store =
        LocalStore.open(
            root,
            new LocalCalls(
                LINK,
                synced -> {
                  throw new IOException("Input/output error");
                }));

    assertThatThrownBy(() -> store.putIfAbsent("log/1", bytes("x")))
        .isInstanceOf(NothingWrittenException.class)
        .hasMessageContaining("Input/output error");
    assertThatThrownBy(() -> store.upload("log/1")).hasMessageContaining("Input/output error");
    assertThat(LocalStore.open(root).list("", "")).isEmpty();
  }

  @Test
  void missingLinksAreFoundOutOnceAndReplacedByALock() throws Exception {
    for (LocalCalls.Link missing : List.of(Links.REFUSED, Links.UNSUPPORTED)) {
      List<Path> tried = new ArrayList<>();
      LocalStore store =
          LocalStore.open(
              root,
              new LocalCalls(
                  (name, existing) -> {
                    tried.add(name);
                    missing.link(name, existing);
                  },
                  SYNC));
      String name = "object-" + System.identityHashCode(missing);

      assertThat(store.putIfAbsent(name, bytes("first"))).isTrue();
      assertThat(tried).hasSize(4).first().isEqualTo(root.resolve(name));
      assertThat(store.putIfAbsent(name, bytes("second"))).isFalse();
      assertThat(store.putIfAbsent(name + "b", bytes("third"))).isTrue();
      assertThat(tried).hasSize(4);
      assertThat(store.get(name)).isEqualTo(bytes("first"));
    }
    assertThat(root.resolve("_tarn/tmp")).isDirectoryContaining("glob:**/lock");
    assertThat(LocalStoreProcessTest.temporaryFiles(root)).hasSize(1);
  }

  @Test
  void linksThatWorkedOnceAreNeverReplaced() throws Exception {
    List<Path> made = new ArrayList<>();
    LocalStore store =
        LocalStore.open(
            root,
            new LocalCalls(
                (name, existing) -> {
                  if (!made.isEmpty()) {
                    Links.REFUSED.link(name, existing);
                  }
                  made.add(name);
                  LINK.link(name, existing);
                },
                SYNC));
    store.putIfAbsent("a", bytes("x"));

    assertThatThrownBy(() -> store.putIfAbsent("b", bytes("x")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Operation not permitted");
    assertThat(store.list("", "")).extracting(ObjectInfo::name).containsExactly("a");
  }

  /**
   * In a folder that is marked as immutable a commit took eight attempts, and ended with "the store
   * did not tell whether it was written".
   */
  @Test
  void whereTheSystemRefusesTheNameNothingWasWritten() throws Exception {
    for (String refusal :
        List.of("Operation not permitted", "Read-only file system", "No space left on device")) {
      LocalStore store =
          LocalStore.open(
              root,
              new LocalCalls(
                  (name, existing) -> {
                    if (name.startsWith(root.resolve("log"))) {
                      throw new FileSystemException(name.toString(), existing.toString(), refusal);
                    }
                    LINK.link(name, existing);
                  },
                  SYNC));
      assertThatThrownBy(() -> store.putIfAbsent("log/1", bytes("x")))
          .isInstanceOf(NothingWrittenException.class)
          .hasMessageContaining(refusal + "; ");
      assertThat(store.list("", "")).isEmpty();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
