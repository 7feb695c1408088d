package org.tarnlake.crash.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layer forgets what a careless disk would, so that it can find careless programs. */
class UnsyncedDiskTest {
  @TempDir Path scratch;
  private UnsyncedDisk disk;
  private Path top;

  @BeforeEach
  void makeDisk() throws IOException {
    disk = new UnsyncedDisk(Files.createDirectory(scratch.resolve("disk")));
    top = disk.folder();
  }

  private static void write(Path path, String text) throws IOException {
    write(path, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).close();
  }

  private static FileChannel write(Path path, String text, StandardOpenOption... options)
      throws IOException {
    FileChannel channel = FileChannel.open(path, options);
    channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)), 0);
    return channel;
  }

  private static void writeSynced(Path path, String text) throws IOException {
    try (FileChannel channel =
        write(path, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private Path cut(PowerCut cut, int seed) throws IOException {
    Path survivors = Files.createDirectory(scratch.resolve("survivors-" + cut + seed));
    disk.cutPower(cut, new SplittableRandom(seed), survivors);
    return survivors;
  }

  @Test
  void whatIsSyncedWithItsFolderStays() throws IOException {
    Files.createDirectory(top.resolve("a"));
    writeSynced(top.resolve("a/file"), "content");
    sync(top.resolve("a"));
    sync(top);

    assertThat(cut(PowerCut.LOSES_ALL, 1).resolve("a/file")).hasContent("content");
  }

  @Test
  void aNameThatWasNotSyncedIsLost() throws IOException {
    writeSynced(top.resolve("temporary"), "content");
    sync(top);
    Files.createLink(top.resolve("name"), top.resolve("temporary"));

    Path survivors = cut(PowerCut.LOSES_ALL, 1);
    assertThat(survivors.resolve("temporary")).hasContent("content");
    assertThat(survivors.resolve("name")).doesNotExist();
  }

  @Test
  void aFolderThatWasNotSyncedIntoItsParentTakesAllWithIt() throws IOException {
    Files.createDirectory(top.resolve("a"));
    writeSynced(top.resolve("a/file"), "content");
    sync(top.resolve("a"));

    assertThat(cut(PowerCut.LOSES_ALL, 1)).isEmptyDirectory();
  }

  @Test
  void aRenamedFileThatWasNotSyncedMayBeEmptyOrTorn() throws IOException {
    write(top.resolve("temporary"), "content".repeat(1000));
    Files.move(top.resolve("temporary"), top.resolve("name"), StandardCopyOption.ATOMIC_MOVE);
    sync(top);

    Path file = cut(PowerCut.LOSES_ALL, 1).resolve("name");
    assertThat(file).exists();
    assertThat(Files.readString(file)).isNotEqualTo("content".repeat(1000));
  }

  @Test
  void aRemovalThatWasNotSyncedIsUndone() throws IOException {
    writeSynced(top.resolve("file"), "content");
    sync(top);
    Files.delete(top.resolve("file"));

    assertThat(cut(PowerCut.LOSES_ALL, 1).resolve("file")).hasContent("content");
  }

  @Test
  void aFileWhoseSyncFailedIsNotSavedByTheNextSync() throws IOException {
    disk.before(
        call -> {
          if (call.kind() == DiskCall.Kind.SYNC) {
            throw new IOException("Input/output error");
          }
        });
    try (FileChannel channel =
        write(
            top.resolve("file"),
            "content".repeat(1000),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE)) {
      assertThatThrownBy(() -> channel.force(true)).hasMessage("Input/output error");
      disk.mend();
      channel.force(true);
    }
    sync(top);

    assertThat(Files.readString(cut(PowerCut.LOSES_ALL, 1).resolve("file")))
        .isNotEqualTo("content".repeat(1000));
  }

  @Test
  void whatWasNotSyncedMayStayToo() throws IOException {
    Files.createDirectory(top.resolve("a"));
    write(top.resolve("a/file"), "content");

    assertThat(cut(PowerCut.KEEPS_ALL, 1).resolve("a/file")).hasContent("content");
  }

  @Test
  void changesAreKeptOneByOne() throws IOException {
    for (int i = 0; i < 20; i++) {
      writeSynced(top.resolve("file-" + i), "content");
    }
    try (Stream<Path> kept = Files.list(cut(PowerCut.KEEPS_SOME, 1))) {
      assertThat(kept.count()).isBetween(2L, 18L);
    }
  }

  @Test
  void withoutPowerNothingWorks() throws IOException {
    disk.powerOff();

    assertThatThrownBy(() -> write(top.resolve("file"), "x")).hasMessage("the power is off");
    assertThatThrownBy(() -> Files.createDirectory(top.resolve("a")))
        .hasMessage("the power is off");
    assertThat(scratch.resolve("disk")).isEmptyDirectory();
  }

  @Test
  void aFullDiskTakesHalf() throws IOException {
    disk.before(
        call -> {
          if (call.kind() == DiskCall.Kind.WRITE) {
            throw new UnsyncedDisk.DiskFullException();
          }
        });
    assertThatThrownBy(() -> write(top.resolve("file"), "four"))
        .hasMessage("No space left on device");
    assertThat(scratch.resolve("disk/file")).hasContent("fo");
  }
}
