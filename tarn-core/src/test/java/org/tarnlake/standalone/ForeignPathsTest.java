package org.tarnlake.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.standalone.StandaloneTest.ids;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.TarnException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.store.local.LocalStore;

/**
 * What a table may have its reader read. A table that somebody else made, opened as it was or
 * attached, showed any Parquet file of the machine, and told of others whether they exist.
 */
class ForeignPathsTest {
  @TempDir Path folder;
  private Path lakeFolder;
  private Path table;
  private Path other;
  private ForeignWriter writer;

  @BeforeEach
  void lakeTableAndSecret() throws IOException {
    lakeFolder = folder.resolve("lake");
    Lake.create(lakeFolder).close();
    table = Files.createDirectories(lakeFolder.resolve("t"));
    other = Files.createDirectory(folder.resolve("other"));
    writer = new ForeignWriter(LocalStore.open(lakeFolder), "t");
    writer.create();
    writer.append(1, 1, 2);
  }

  /** A commit that adds a file of two rows which lies in another folder, by some path. */
  private Path addElsewhere(String start) throws IOException {
    String add = writer.add(42, 43);
    String name = add.replaceAll(".*\"path\":\"([^\"]*)\".*", "$1");
    Path file = Files.move(table.resolve(name), other.resolve(name));
    writer.commit(2, writerInfo(), add.replace(name, start + file));
    return file;
  }

  private static String writerInfo() {
    return ForeignWriter.info(1_700_000_000_002L, "WRITE");
  }

  private static List<Long> rows(Path folder, String name, Path... readable) {
    try (Lake lake = Lake.open(folder, readable)) {
      return ids(lake.scan(name));
    }
  }

  private static void assertRefused(Path folder, String name) {
    assertThatThrownBy(() -> rows(folder, name))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessageContaining("a table reads only what is below its own folder or its lake's")
        .hasMessageContaining("--allow-path FOLDER");
  }

  @ParameterizedTest
  @CsvSource(value = {"''", "file:", "file://", "FILE://localhost"})
  void filesElsewhereAreReadOnlyIfThatIsAllowed(String start) throws IOException {
    addElsewhere(start);

    assertRefused(table, "t");
    assertThat(rows(table, "t", other)).containsExactly(1L, 2L, 42L, 43L);
    try (Lake lake = Lake.open(lakeFolder)) {
      lake.attach("t", "t");
    }
    assertRefused(lakeFolder, "t");
    assertThat(rows(lakeFolder, "t", other)).containsExactly(1L, 2L, 42L, 43L);
    assertThat(Lake.check(lakeFolder, CheckDepth.DATA, other)).noneMatch(Finding::isDamage);
    assertThat(Lake.check(lakeFolder, CheckDepth.DATA))
        .anyMatch(finding -> finding.message().contains("--allow-path FOLDER"));
  }

  @Test
  void anErrorDoesNotTellWhetherAFileElsewhereExists() throws IOException {
    Path file = addElsewhere("");
    String there = refusal();
    Files.delete(file);

    assertThat(refusal()).isEqualTo(there);
  }

  private String refusal() {
    try {
      throw new AssertionError(rows(table, "t"));
    } catch (TarnException e) {
      return e.getMessage();
    }
  }

  /** Files of other tables of the lake are the lake's. */
  @Test
  void filesOfTheSameLakeAreRead() throws IOException {
    Path file = addElsewhere("");
    Path inLake = Files.createDirectory(lakeFolder.resolve("u")).resolve(file.getFileName());
    Files.move(file, inLake);
    Path commit = table.resolve("_delta_log/%020d.json".formatted(2));
    Files.writeString(commit, Files.readString(commit).replace(file.toString(), inLake.toString()));
    try (Lake lake = Lake.open(lakeFolder)) {
      lake.attach("t", "t");
    }

    assertThat(rows(lakeFolder, "t")).containsExactly(1L, 2L, 42L, 43L);
    assertThat(Lake.check(lakeFolder, CheckDepth.DATA)).noneMatch(Finding::isDamage);
    // Opened by itself, the table is not the lake's.
    assertRefused(table, "t");
  }

  @Test
  void aDeletionVectorElsewhereIsRefused() throws IOException {
    String add = writer.add(5, 6);
    String vector =
        ",\"deletionVector\":{\"storageType\":\"p\",\"pathOrInlineDv\":\"file:%s\",\"offset\":1,\"sizeInBytes\":36,\"cardinality\":1}}}"
            .formatted(other.resolve("deletion_vector.bin"));
    writer.commit(
        2,
        writerInfo(),
        "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":[\"deletionVectors\"],\"writerFeatures\":[\"deletionVectors\"]}}",
        add.substring(0, add.length() - 2) + vector);

    assertRefused(table, "t");
    Files.writeString(other.resolve("deletion_vector.bin"), "secret");
    assertRefused(table, "t");
  }

  /** Each file that a table needs, moved elsewhere, with a link in its place. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "foreign-0-1.parquet",
        "_delta_log",
        "_delta_log/00000000000000000000.json",
        "_delta_log/00000000000000000001.json"
      })
  void whatALinkLeadsToIsReadOnlyIfThatIsAllowed(String name) throws IOException {
    Path elsewhere = other.resolve("moved");
    Files.move(table.resolve(name), elsewhere);
    Files.createSymbolicLink(table.resolve(name), elsewhere);

    assertRefused(table, "t");
    assertThat(rows(table, "t", other)).containsExactly(1L, 2L);
  }

  /** A hint is not needed: it is not read, and the table is. */
  @Test
  void aHintElsewhereIsDoneWithout() throws IOException {
    Path elsewhere = Files.writeString(other.resolve("moved"), "{}");
    Files.createSymbolicLink(table.resolve("_delta_log/_last_checkpoint"), elsewhere);

    assertThat(rows(table, "t")).containsExactly(1L, 2L);
  }

  @Test
  void aCheckpointElsewhereIsRefused() throws IOException {
    for (int i = 2; i <= 10; i++) {
      writer.append(i, i);
    }
    try (Lake lake = Lake.open(lakeFolder)) {
      lake.attach("t", "t");
      for (long i = 0; i < 10; i++) {
        long id = i;
        lake.transact(tx -> tx.append("t", id));
      }
    }
    Path log = table.resolve("_delta_log");
    Path checkpoint;
    try (var files = Files.list(log)) {
      checkpoint =
          files.filter(f -> f.toString().endsWith(".checkpoint.parquet")).findFirst().orElseThrow();
    }
    Path copy = Files.createDirectories(folder.resolve("copy/_delta_log"));
    Path elsewhere = Files.copy(checkpoint, other.resolve("checkpoint"));
    Files.createSymbolicLink(copy.resolve(checkpoint.getFileName()), elsewhere);

    assertRefused(copy.getParent(), "copy");
    try (Lake lake = Lake.open(copy.getParent(), other)) {
      assertThat(lake.latest().tables().get(0).fileCount()).isEqualTo(10);
    }
  }

  @Test
  @Timeout(60)
  void aPipeIsRefusedAndNotWaitedFor() throws Exception {
    Path file = table.resolve("foreign-0-1.parquet");
    Files.delete(file);
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();

    assertThatThrownBy(() -> rows(table, "t"))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessageContaining("foreign-0-1.parquet is a pipe, a socket, a device or a link to one");
    assertThat(Lake.check(table, CheckDepth.DATA)).anyMatch(Finding::isDamage);
  }

  /** Behind the link was a table of another lake, which then had two. */
  @Test
  void aFolderThatIsALinkIsNotAttached() throws IOException {
    Path real = Files.move(table, other.resolve("t"));
    Files.createSymbolicLink(lakeFolder.resolve("t"), real);
    Files.createSymbolicLink(lakeFolder.resolve("up"), other);
    Files.createSymbolicLink(lakeFolder.resolve("inside"), lakeFolder.resolve("_tarn"));

    try (Lake lake = Lake.open(lakeFolder, other)) {
      for (String location : List.of("t", "up/t", "inside", "inside/x")) {
        assertThatThrownBy(() -> lake.attach("t", location))
            .isInstanceOf(InvalidDataException.class)
            .hasMessageContaining("is a symbolic link; name the folder itself");
      }
      assertThat(lake.latest().tables()).isEmpty();
    }
    try (var left = Files.list(real.resolve("_delta_log"))) {
      assertThat(left).hasSize(2);
    }
    assertThat(Lake.check(lakeFolder, CheckDepth.DATA)).noneMatch(Finding::isDamage);
  }
}
