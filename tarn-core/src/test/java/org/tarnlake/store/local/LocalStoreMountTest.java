package org.tarnlake.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.store.ChildJvm;
import org.tarnlake.store.ChildMount;

/**
 * Disks that are full, read-only, forbidden or without links. Each is mounted for one child process
 * in a name space of its own, and gone with it; a test is skipped where Linux does not allow that.
 */
final class LocalStoreMountTest {
  @TempDir Path folder;

  @Test
  void fullDiskIsReportedAndLeavesNothingHalf() throws Exception {
    String mount = "mount -t tmpfs -o size=600k tmpfs '%s'".formatted(folder.resolve("disk"));
    Files.createDirectory(folder.resolve("disk"));
    assertThat(run(mount, List.of(), "fill", folder.resolve("disk/lake").toString()))
        .containsExactly("filled");
  }

  @Test
  void readOnlyDiskIsReadAndRefusesChanges() throws Exception {
    Path root = lakeWithOneObject();
    String mount = "mount --bind '%1$s' '%1$s' && mount -o remount,ro,bind '%1$s'".formatted(root);
    assertThat(run(mount, List.of(), "refused", root.toString(), "Read-only file system"))
        .containsExactly("refused");
  }

  @Test
  void forbiddenFolderIsReadAndRefusesChanges() throws Exception {
    Path root = lakeWithOneObject();
    List<String> withoutPrivilege =
        List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner");
    assumeTrue(ChildMount.succeeds("setpriv", "--version"), "setpriv is not installed");
    assertThat(
            run(
                "chmod -R a-w '%s'".formatted(root),
                withoutPrivilege,
                "refused",
                root.toString(),
                "permission denied; let this process use the folder"))
        .containsExactly("refused");
    assertThat(ChildMount.succeeds("chmod", "-R", "u+w", root.toString())).isTrue();
  }

  /**
   * Runs with {@code -Dtarn.exfat=true}, as root, since it takes a loop device of the machine;
   * needs exfatprogs and exfat-fuse.
   */
  @Test
  void processesRaceWithoutHardLinksOnExfat() throws Exception {
    assumeTrue(Boolean.getBoolean("tarn.exfat"), "set -Dtarn.exfat=true to mount an exFAT image");
    Path image = folder.resolve("image");
    Path disk = Files.createDirectory(folder.resolve("exfat"));
    assertThat(ChildMount.succeeds("truncate", "-s", "64M", image.toString())).isTrue();
    assertThat(ChildMount.succeeds("mkfs.exfat", image.toString())).isTrue();
    assertThat(inShell("cd '%s' && mount.exfat-fuse $(losetup -f --show image) exfat")).isTrue();
    try {
      Path root = Files.createDirectory(disk.resolve("lake"));
      LocalStoreProcessTest.raceOfProcesses("race", folder, root, 4);
      assertThat(root.resolve("_tarn/tmp")).isDirectoryContaining("glob:**/lock");
      assertThat(LocalStoreProcessTest.temporaryFiles(root)).hasSize(1);
    } finally {
      assertThat(
              inShell(
                  "cd '%s' && umount exfat && losetup -j image | cut -d: -f1 | xargs losetup -d"))
          .isTrue();
    }
  }

  private Path lakeWithOneObject() throws Exception {
    Path root = Files.createDirectory(folder.resolve("lake"));
    assertThat(LocalStore.open(root).putIfAbsent("log/1", LocalStoreChild.contentOf(1))).isTrue();
    return root;
  }

  /** What a child prints that runs after a shell command, in a name space where it may mount. */
  private List<String> run(String before, List<String> within, String... arguments)
      throws Exception {
    return ChildMount.run(
        folder, before, within, ChildJvm.command(LocalStoreChild.class, arguments));
  }

  /** Whether a command succeeds, whose format takes the test's folder. */
  private boolean inShell(String format) throws InterruptedException {
    return ChildMount.succeeds("sh", "-c", format.formatted(folder));
  }
}
