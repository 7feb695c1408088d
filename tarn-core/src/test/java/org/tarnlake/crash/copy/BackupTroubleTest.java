package org.tarnlake.crash.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.Backup;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.LargeFiles;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.env.Environment;
import org.tarnlake.store.local.LocalStore;
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
    // What the log has, too, would be copied from there.
    try (Lake lake = LargeFiles.create(LocalStore.open(folder), Environment.system())) {
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

  /** It was copied as if it were a data file, so that the backup never came to an end again. */
  @Test
  void aFileInPlaceOfATablesLogIsLeftOut() throws IOException {
    Path log = folder.resolve("a/_delta_log");
    Path away = temporary.resolve("away");
    Files.move(log, away);
    for (boolean isLink : List.of(true, false)) {
      if (isLink) {
        Files.createSymbolicLink(log, log.getFileName());
      } else {
        Files.writeString(log, "no folder");
      }
      Backup half = backup();
      assertThat(half.leftOut()).extracting(Finding::object).containsExactly("a/_delta_log");
      assertThat(half.findings()).noneMatch(Finding::isDamage);
      assertThat(Finding.of(LocalStore.open(folder), CheckDepth.LOGS))
          .filteredOn(Finding::isDamage)
          .extracting(Finding::object)
          .containsExactly(isLink ? "a/_delta_log/" : "a/_delta_log");
      Files.delete(log);
    }
    Files.move(away, log);
    assertThat(backup().leftOut()).isEmpty();
  }

  /** One such link ended the backup of all tables, with "run the backup again". */
  @Test
  void aLinkThatLeadsNowhereIsLeftOut() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("a/nowhere.parquet"), Path.of("nothing"));
    Backup backup = backup();
    assertThat(backup.leftOut()).extracting(Finding::object).containsExactly("a/nowhere.parquet");
    assertThat(backup.findings()).noneMatch(Finding::isDamage);
    Files.delete(link);
  }

  /**
   * Its data files were called leftovers that may be deleted, and it was copied without its log.
   */
  @Test
  void aTableOrALakeWithinATablesFolderIsNotTheTables() throws IOException {
    Lake.create(temporary.resolve("other")).close();
    try (Lake other = Lake.open(temporary.resolve("other"))) {
      other.transact(tx -> tx.createUntypedTable("c", "id"));
      other.transact(tx -> tx.append("c", 1));
    }
    Files.move(temporary.resolve("other"), folder.resolve("a/other"));
    Backup backup = backup();
    assertThat(backup.leftOut()).extracting(Finding::object).containsExactly("a/other/_tarn/");
    assertThat(target.resolve("a/other/_tarn")).doesNotExist();
    assertThat(target.resolve("a/other/c/_delta_log")).doesNotExist();
    try (Lake lake = Lake.open(folder)) {
      assertThat(lake.check(CheckDepth.LOGS))
          .extracting(Finding::object)
          .containsExactly("a/other/_tarn/");
    }
  }

  /** Then the table's own rows were called missing, and not copied. */
  @Test
  void rowsOfATableInAFolderThatIsAnotherTableTooAreItsOwn() throws IOException {
    ForeignWriter spark = new ForeignWriter(LocalStore.open(folder), "days");
    spark.create();
    String add = spark.add(1);
    Path file;
    try (Stream<Path> files = Files.list(folder.resolve("days"))) {
      file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
    String name = file.getFileName().toString();
    Files.createDirectories(folder.resolve("days/day=1/_delta_log"));
    Files.move(file, folder.resolve("days/day=1").resolve(name));
    spark.commit(1, ForeignWriter.info(1, "WRITE"), add.replace(name, "day=1/" + name));
    Files.writeString(folder.resolve("days/day=1/_delta_log/00000000000000000000.json"), "{}");
    try (Lake lake = Lake.open(folder)) {
      lake.attach("days", "days");
    }
    Backup backup = backup();
    assertThat(backup.findings()).noneMatch(Finding::isDamage);
    assertThat(backup.leftOut())
        .extracting(Finding::object)
        .containsExactly("days/day=1/_delta_log/");
    try (Lake copy = Lake.open(target)) {
      assertThat(copy.scan("days").rows().stream().map(row -> row.getLong("id")))
          .containsExactly(1L);
    }
    try (Lake lake = Lake.open(folder)) {
      assertThat(lake.check(CheckDepth.DATA))
          .extracting(Finding::toString)
          .singleElement()
          .asString()
          .startsWith("note: days/day=1/_delta_log/: ");
    }
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
