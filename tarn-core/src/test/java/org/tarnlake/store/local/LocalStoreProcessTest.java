package org.tarnlake.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tarnlake.store.local.LocalStoreChild.RACE_ROUNDS;
import static org.tarnlake.store.local.LocalStoreChild.contentOf;
import static org.tarnlake.store.local.LocalStoreChild.raceName;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.store.ChildJvm;
import org.tarnlake.store.ObjectInfo;

/** Several processes, and crashing ones, over one folder. */
final class LocalStoreProcessTest {
  @TempDir Path folder;

  @Test
  void ofFourProcessesExactlyOneWinsEachName() throws Exception {
    raceOfProcesses("race", folder, Files.createDirectory(folder.resolve("lake")), 4);
  }

  @Test
  void ofFourProcessesWithoutHardLinksExactlyOneWinsEachName() throws Exception {
    Path root = Files.createDirectory(folder.resolve("lake"));
    raceOfProcesses("race-without-links", folder, root, 4);
    assertThat(temporaryFiles(root)).containsExactly(root.resolve("_tarn/tmp/lock"));
  }

  /** Lets processes race for names; each name must have one winner, whose content it has. */
  static void raceOfProcesses(String task, Path scratch, Path root, int processes)
      throws Exception {
    List<ChildJvm> children = new ArrayList<>();
    try (LocalStore store = LocalStore.open(root)) {
      for (int i = 0; i < processes; i++) {
        children.add(
            ChildJvm.start(
                scratch, ChildJvm.command(LocalStoreChild.class, task, root.toString(), "" + i)));
      }
      while (store.list("ready/", "").size() < processes
          && children.stream().allMatch(ChildJvm::isAlive)) {
        Thread.onSpinWait();
      }
      store.put("go", new byte[0]);

      List<String> won = new ArrayList<>();
      for (int writer = 0; writer < processes; writer++) {
        for (String line : children.get(writer).await()) {
          won.add(line);
          int round = Integer.parseInt(line.substring("won ".length()));
          assertThat(store.get(raceName(round))).isEqualTo(contentOf(writer));
        }
      }
      assertThat(won).hasSize(RACE_ROUNDS).doesNotHaveDuplicates();
      assertThat(store.list("log/", "")).hasSize(RACE_ROUNDS);
    } finally {
      for (ChildJvm child : children) {
        child.close();
      }
    }
  }

  @Test
  void whatAKilledProcessReportedIsThereAndNothingIsHalf() throws Exception {
    Path root = Files.createDirectory(folder.resolve("lake"));
    List<String> reported;
    try (ChildJvm child =
        ChildJvm.start(
            folder, ChildJvm.command(LocalStoreChild.class, "create", root.toString()))) {
      while (child.lines().size() < 40 && child.isAlive()) {
        Thread.onSpinWait();
      }
      child.kill();
      reported = child.lines();
    }

    LocalStore store = LocalStore.open(root);
    List<String> listed = store.list("", "").stream().map(ObjectInfo::name).toList();
    assertThat(reported).hasSizeGreaterThanOrEqualTo(40);
    assertThat(listed).containsAll(reported);
    assertThat(listed.size() - reported.size()).isBetween(0, 1);
    for (String name : listed) {
      assertThat(store.get(name)).isEqualTo(contentOf(1));
    }
    assertThat(temporaryFilesAfterOpening(root)).isBetween(1L, 2L);
    for (Path left : temporaryFiles(root)) {
      Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    }
    assertThat(temporaryFilesAfterOpening(root)).isZero();
    assertThat(store.list("", "")).hasSize(listed.size());
  }

  @Test
  void namesAreTheSameUnderEveryLocale() throws Exception {
    for (String locale : List.of("C", "C.UTF-8")) {
      Path root = Files.createDirectory(folder.resolve("lake-" + locale));
      List<String> command = ChildJvm.command(LocalStoreChild.class, "names", root.toString());
      try (ChildJvm child = ChildJvm.start(folder, command, Map.of("LC_ALL", locale))) {
        assertThat(child.await()).hasSize(1);
      }
      LocalStore store = LocalStore.open(root);
      assertThat(store.get("caf\u00E9/\u65E5\u672C/\uD83D\uDE00")).isEqualTo(contentOf(1));
      assertThat(store.list("", ""))
          .extracting(ObjectInfo::name)
          .containsExactly("caf\u00E9/\u65E5\u672C/\uD83D\uDE00");
    }
  }

  private static long temporaryFilesAfterOpening(Path root) throws Exception {
    LocalStore.open(root).close();
    return temporaryFiles(root).size();
  }

  static List<Path> temporaryFiles(Path root) throws Exception {
    try (Stream<Path> files = Files.list(root.resolve("_tarn/tmp"))) {
      return files.toList();
    }
  }
}
