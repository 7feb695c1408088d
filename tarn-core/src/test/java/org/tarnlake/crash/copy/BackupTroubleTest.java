package org.tarnlake.crash.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.Backup;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.testing.SoundLake;

/** What is wrong with one table's folder, or with a hint, ended the backup of all tables. */
final class BackupTroubleTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  @TempDir Path temporary;
  private Path folder;
  private Path target;

  @BeforeEach
  void lakeOfTwoTables() throws IOException {
    folder = sound.watch(Files.createDirectory(temporary.resolve("lake")));
    target = sound.watch(Files.createDirectory(temporary.resolve("backup")));
    try (Lake lake = Lake.create(folder)) {
      for (String table : List.of("a", "b")) {
        lake.transact(tx -> tx.createUntypedTable(table, "id"));
      }
      for (int i = 0; i < 70; i++) {
        lake.transact(tx -> tx.append("b", 1));
      }
      lake.transact(tx -> tx.append("a", 1));
    }
  }

  private Backup backup() {
    return Backup.of(folder, target, (objects, bytes) -> {});
  }

  /** The other table is copied, and this one by the next backup, when its folder is back. */
  @Test
  void aTableWhoseFolderLeadsElsewhereIsLeftOut() throws IOException {
    Path elsewhere = temporary.resolve("elsewhere");
    Files.move(folder.resolve("a"), elsewhere);
    for (Path leadsTo : List.of(elsewhere, temporary.resolve("nothing"))) {
      Files.createSymbolicLink(folder.resolve("a"), leadsTo);
      Backup half = backup();
      assertThat(half.leftOut()).extracting(Finding::object).contains("a/");
      assertThat(half.findings()).filteredOn(Finding::isDamage).hasSize(1);
      try (Lake lake = Lake.open(target)) {
        assertThat(lake.scan("b").count()).isEqualTo(70);
      }
      Files.delete(folder.resolve("a"));
    }
    Files.move(elsewhere, folder.resolve("a"));
    Backup whole = backup();
    assertThat(whole.leftOut()).isEmpty();
    assertThat(whole.findings()).isEmpty();
  }

  @Test
  void aHintThatIsNoFileIsDoneWithout() throws IOException {
    for (String hint : List.of("_tarn/log/_last_checkpoint", "b/_delta_log/_last_checkpoint")) {
      Path path = folder.resolve(hint);
      Files.delete(path);
      Files.createSymbolicLink(path, Path.of("nowhere"));
    }
    Backup backup = backup();
    assertThat(backup.leftOut()).isEmpty();
    assertThat(backup.findings()).noneMatch(Finding::isDamage);
    for (String hint : List.of("_tarn/log/_last_checkpoint", "b/_delta_log/_last_checkpoint")) {
      Files.delete(folder.resolve(hint));
    }
  }
}
