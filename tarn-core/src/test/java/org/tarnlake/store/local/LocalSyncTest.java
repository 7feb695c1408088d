package org.tarnlake.store.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.crash.disk.DiskCall;
import org.tarnlake.crash.disk.DiskCall.Kind;
import org.tarnlake.crash.disk.PowerCut;
import org.tarnlake.crash.disk.UnsyncedDisk;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.Upload;

/** What is reported is there after a power cut that loses all that was not synced. */
class LocalSyncTest {
  @TempDir Path scratch;
  private UnsyncedDisk disk;
  private LocalStore store;

  @BeforeEach
  void openStore() throws IOException {
    disk = new UnsyncedDisk(Files.createDirectory(scratch.resolve("disk")));
    store = LocalStore.open(disk.folder());
  }

  @Test
  void theContentOfAnObjectIsSyncedBeforeItHasItsName() throws IOException {
    store.putIfAbsent("log/1", bytes("one"));
    assertThat(afterCut(PowerCut.KEEPS_NAMES_LOSES_CONTENT).get("log/1")).isEqualTo(bytes("one"));
  }

  @Test
  void theContentOfAnUploadIsSyncedBeforeItHasItsName() throws IOException {
    try (Upload upload = store.upload("data/1")) {
      upload.write(bytes("rows"));
      upload.commit();
    }
    assertThat(afterCut(PowerCut.KEEPS_NAMES_LOSES_CONTENT).get("data/1")).isEqualTo(bytes("rows"));
  }

  @Test
  void theNamesOfObjectsAndFoldersAreSynced() throws IOException {
    store.putIfAbsent("a/b/1", bytes("one"));
    assertThat(afterCut(PowerCut.LOSES_ALL).get("a/b/1")).isEqualTo(bytes("one"));
  }

  @Test
  void severalAreSyncedAndEachFolderOnce() throws IOException {
    Map<String, byte[]> objects = new LinkedHashMap<>();
    for (int i = 0; i < 5; i++) {
      objects.put("a/" + i, bytes("some"));
      objects.put("b/" + i, bytes("more"));
    }
    store.putIfAbsent("a/first", bytes("one"));
    store.putIfAbsent("b/first", bytes("one"));
    int before = syncedFolders();
    assertThat(store.putAllIfAbsent(objects)).isEqualTo(10);
    assertThat(syncedFolders() - before).isEqualTo(2);
    LocalStore contents = afterCut(PowerCut.KEEPS_NAMES_LOSES_CONTENT);
    LocalStore all = afterCut(PowerCut.LOSES_ALL);
    for (Map.Entry<String, byte[]> each : objects.entrySet()) {
      assertThat(contents.get(each.getKey())).isEqualTo(each.getValue());
      assertThat(all.get(each.getKey())).isEqualTo(each.getValue());
    }
  }

  private int syncedFolders() {
    return (int) disk.calls().stream().filter(call -> call.kind() == Kind.SYNC_FOLDER).count();
  }

  /** What came before the failure stays, and is durable; what comes after it is not written. */
  @Test
  void aFailureInTheMiddleOfSeveralSparesThoseBefore() throws IOException {
    Map<String, byte[]> objects = new LinkedHashMap<>();
    objects.put("a/1", bytes("one"));
    objects.put("a/2", bytes("two"));
    objects.put("a/3", bytes("three"));
    store.putIfAbsent("a/0", bytes("zero"));
    AtomicInteger links = new AtomicInteger();
    disk.before(
        call -> {
          if (call.kind() == Kind.LINK && links.incrementAndGet() >= 2) {
            throw new FileSystemException("a/2", null, "No space left on device");
          }
        });
    assertThatThrownBy(() -> store.putAllIfAbsent(objects))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(NothingWrittenException.class)
        .hasMessageContaining("a/2")
        .hasMessageContaining("make room");
    assertThat(store.get("a/1")).isEqualTo(bytes("one"));
    LocalStore after = afterCut(PowerCut.LOSES_ALL);
    assertThat(after.list("a/", "")).extracting(ObjectInfo::name).containsExactly("a/0", "a/1");
  }

  /** The kernel forgets what it could not write: the next sync of that file says nothing. */
  @Test
  void aFileWhoseSyncFailedIsNeverSyncedAgain() throws IOException {
    AtomicBoolean broken = new AtomicBoolean(true);
    disk.before(
        call -> {
          if (call.kind() == Kind.SYNC && broken.getAndSet(false)) {
            throw new IOException("Input/output error");
          }
        });
    assertThatThrownBy(() -> store.putIfAbsent("log/1", bytes("one")))
        .isInstanceOf(NothingWrittenException.class);
    assertThat(store.putIfAbsent("log/1", bytes("two"))).isTrue();
    List<Path> synced =
        disk.calls().stream().filter(call -> call.kind() == Kind.SYNC).map(DiskCall::path).toList();
    assertThat(synced).hasSize(2).doesNotHaveDuplicates();
    assertThat(afterCut(PowerCut.KEEPS_NAMES_LOSES_CONTENT).get("log/1")).isEqualTo(bytes("two"));
  }

  private LocalStore afterCut(PowerCut cut) throws IOException {
    Path survivors = Files.createTempDirectory(scratch, "survivors");
    disk.cutPower(cut, new SplittableRandom(1), survivors);
    return LocalStore.open(survivors);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
