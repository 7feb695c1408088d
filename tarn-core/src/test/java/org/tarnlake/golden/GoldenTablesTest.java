package org.tarnlake.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.error.TarnException;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.local.LocalStore;
import org.tarnlake.table.log.TableLog;
import org.tarnlake.testing.TarArchive;

/**
 * The golden tables of other engines: every row of those that have expected rows, and a clear
 * refusal of those that are broken. A sample that Spark wrote is in the project; the system
 * property {@code tarn.golden} names the folder of the others.
 */
class GoldenTablesTest {
  static final Path FOLDER = Path.of(System.getProperty("tarn.golden", "../../shared/golden"));
  private static final Path SAMPLE = Path.of("src", "test", "golden");
  private static final String SUFFIX = ".tar.zst";

  /**
   * What must be refused, and what the message must say, as a regular expression: several are
   * broken in two ways.
   */
  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry("data-reader-absolute-paths-escaped-chars", "the table has no metadata"),
          Map.entry("deltalog-commit-info", "metaData lacks 'schemaString'"),
          Map.entry("deltalog-invalid-protocol-version", "needs reader version 99"),
          Map.entry("deltalog-state-reconstruction-without-metadata", "the table has no metadata"),
          Map.entry("deltalog-state-reconstruction-without-protocol", "the table has no protocol"),
          Map.entry(
              "deltalog-state-reconstruction-from-checkpoint-missing-metadata",
              "metaData|has 12 actions, and not 13"),
          Map.entry(
              "deltalog-state-reconstruction-from-checkpoint-missing-protocol",
              "protocol|metaData"),
          Map.entry("log-replay-special-characters-b", "data file special p@#h is missing"),
          Map.entry("update-deleted-directory", "schemaString"),
          Map.entry("versions-not-contiguous", "00000000000000000001|lacks 'schemaString'"));

  /** Tables without expected rows: how many files they have, or the rows themselves. */
  private static final Map<String, Integer> FILES =
      Map.of(
          "canonicalized-paths-normal-a", 0,
          "canonicalized-paths-normal-b", 0,
          "canonicalized-paths-special-a", 0,
          "canonicalized-paths-special-b", 0,
          "checkpoint", 1,
          "delete-re-add-same-file-different-transactions", 2);

  /**
   * Expected rows that were made in a session of another zone than the one in which Tarn reads
   * timestamps without one, see docs/decisions.md: what they say, and what is right.
   */
  private static final Map<String, List<String>> OTHER_ZONE =
      Map.of(
          "data-reader-partition-values",
          List.of("as_timestamp=1631124671000000", "as_timestamp=1631099471000000"));

  private static final AtomicInteger RUN = new AtomicInteger();
  private static final AtomicInteger ROWS = new AtomicInteger();

  @TempDir static Path temporary;

  @TestFactory
  Stream<DynamicTest> everyGoldenTableIsReadOrRefusedAsItShould() throws IOException {
    List<Path> archives = archives();
    return archives.stream()
        .map(
            archive -> {
              String name = name(archive);
              return DynamicTest.dynamicTest(name, () -> run(archive, name));
            });
  }

  static String name(Path archive) {
    return archive.getFileName().toString().replace(SUFFIX, "");
  }

  /** Whether the table of that name can be read and says what its rows are. */
  static boolean hasRows(String name) {
    return !REFUSED.containsKey(name)
        && !FILES.containsKey(name)
        && !name.equals("hive")
        && !name.equals("no-delta-log-folder");
  }

  /** All archives. Where the folder of other projects' is missing, it says so: the sample alone. */
  static List<Path> archives() throws IOException {
    List<Path> archives = new ArrayList<>(archives(SAMPLE));
    if (Files.isDirectory(FOLDER)) {
      archives.addAll(archives(FOLDER));
    } else {
      System.out.println(
          "golden tables: the sample only; -Dtarn.golden=FOLDER names those of other projects");
    }
    return archives;
  }

  private static List<Path> archives(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.filter(path -> path.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  @AfterAll
  static void tell() {
    System.out.println("golden tables: " + RUN + " ran, " + ROWS + " rows compared");
  }

  private static void run(Path archive, String name) throws Exception {
    Path folder = unpacked(archive, name, temporary);
    RUN.incrementAndGet();
    Path delta = folder.resolve("delta");
    Path expected = folder.resolve("expected");
    if (REFUSED.containsKey(name)) {
      assertThatThrownBy(() -> GoldenTable.open(delta).rows((Predicate) null))
          .isInstanceOf(TarnException.class)
          .message()
          .containsPattern(REFUSED.get(name));
    } else if (name.equals("hive")) {
      assertManyTables(delta);
    } else if (name.equals("no-delta-log-folder")) {
      assertThat(new TableLog(LocalStore.open(delta), "").newestVersion()).isEqualTo(-1);
    } else if (FILES.containsKey(name)) {
      assertThat(GoldenTable.open(delta).state().files().toList()).hasSize(FILES.get(name));
    } else {
      assertRows(GoldenTable.open(delta), expected);
    }
  }

  /** The folder that an archive unpacks to. */
  static Path unpacked(Path archive, String name, Path temporary) throws IOException {
    TarArchive.unpack(archive, temporary);
    return temporary.resolve(name);
  }

  /** Tables of the names that Hive finds hard: each folder is one, and none has a null. */
  private static void assertManyTables(Path folder) throws IOException {
    List<Path> tables;
    try (Stream<Path> folders = Files.list(folder)) {
      tables = folders.filter(f -> f.getFileName().toString().startsWith("deltatbl-")).toList();
    }
    assertThat(tables).hasSize(11);
    for (Path path : tables) {
      List<String> rows = GoldenTable.open(path).rows((Predicate) null);
      String name = path.getFileName().toString();
      int count = name.endsWith("prune") ? 5 : name.endsWith("map-types-correctly") ? 1 : 10;
      assertThat(rows).as(name).hasSize(count).noneMatch(row -> row.contains("=null"));
      ROWS.addAndGet(count);
      if (name.endsWith("special-chars-in-partition-column")) {
        assertThat(rows).contains("c1=0|c2=+ =%0", "c1=1|c2=+ =%1");
      }
    }
  }

  private static void assertRows(GoldenTable table, Path folder) throws Exception {
    List<String> rows = table.rows((Predicate) null);
    assertThat(rows).isEqualTo(inZone(table.rowsOf(folder), folder));
    ROWS.addAndGet(rows.size());
    StructType comparable = DuckDbRows.comparable(table.schema().columns());
    if (comparable.size() > 0) {
      List<Path> files = GoldenTable.parquetFiles(folder);
      assertThat(table.rows(comparable))
          .as("as DuckDB reads the expected rows")
          .isEqualTo(inZone(DuckDbRows.read(files, comparable), folder));
    }
  }

  private static List<String> inZone(List<String> rows, Path folder) {
    List<String> other = OTHER_ZONE.get(folder.getParent().getFileName().toString());
    return other == null
        ? rows
        : rows.stream().map(row -> row.replace(other.get(0), other.get(1))).toList();
  }
}
