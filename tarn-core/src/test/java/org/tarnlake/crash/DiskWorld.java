package org.tarnlake.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.tarnlake.Finding;
import org.tarnlake.crash.disk.PowerCut;
import org.tarnlake.crash.disk.UnsyncedDisk;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.local.LocalStore;
import org.tarnlake.testing.ManualTime;
import org.tarnlake.testing.SoundLake;

/** A machine with one disk, and the processes on it that share a lake. One thread at a time. */
final class DiskWorld implements Machine {
  private static final String LAKE = "lake";

  private final ManualTime time = new ManualTime();
  private final Journal journal = new Journal();
  private final Path scratch;
  private int machines;
  private int processes;
  private UnsyncedDisk disk;

  /** A machine with an empty disk. */
  DiskWorld(Path scratch) throws IOException {
    this.scratch = scratch;
    this.disk = new UnsyncedDisk(nextFolder());
  }

  private Path nextFolder() throws IOException {
    machines++;
    return Files.createDirectory(scratch.resolve("disk-" + machines));
  }

  UnsyncedDisk disk() {
    return disk;
  }

  Journal journal() {
    return journal;
  }

  /** The lake's folder on the real disk. */
  Path folder() {
    return scratch.resolve("disk-" + machines).resolve(LAKE);
  }

  @Override
  public ObjectStore openStore() throws IOException {
    return LocalStore.create(disk.folder().resolve(LAKE));
  }

  @Override
  public boolean isDead() {
    return disk.isOff();
  }

  @Override
  public void mend() {
    disk.mend();
  }

  /** Starts a process, which has no lake open yet. */
  Client start(String name) {
    processes++;
    return new Client(name, this, journal, time, processes, false);
  }

  /** Starts a process that opens the lake, or makes it if there is none yet. */
  Client startAndOpen(String name) {
    Client client = start(name);
    if (Files.exists(folder().resolve("_tarn/lake.json"))) {
      client.open();
    } else {
      client.create();
    }
    return client;
  }

  /** Cuts the power; all processes are gone, and the machine has what survives on its disk. */
  void cutPower(PowerCut cut, SplittableRandom random) {
    UnsyncedDisk before = disk;
    try {
      Path survivors = nextFolder();
      before.cutPower(cut, random, survivors);
      before.closeChannels();
      disk = new UnsyncedDisk(survivors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails unless the lake is sound, shows what it may, and can be written to. */
  void recover() {
    if (Files.exists(folder().resolve("_tarn/lake.json"))) {
      SoundLake.assertOneOfManySound(realStore());
    }
    Client next = startAndOpen("next");
    next.settle();
    next.commit(Change.create("later-" + processes), Change.append("later-" + processes, 1));
    next.awaitPublished();
    next.close();
    assertThat(journal.outcomes().get(journal.outcomes().size() - 1)).contains(": version ");
    assertThat(Finding.of(realStore(), org.tarnlake.CheckDepth.LOGS))
        .noneMatch(Finding::isDamage)
        .noneMatch(finding -> finding.message().contains("not published yet"));
  }

  private LocalStore realStore() {
    try {
      return LocalStore.open(folder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
