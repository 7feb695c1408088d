package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.Appender;
import org.tarnlake.Lake;
import org.tarnlake.data.DuckDb;
import org.tarnlake.schema.Schema;
import org.tarnlake.testing.SoundLake;

/** What {@code tarn export} makes of a folder; {@link RoundTripTest} imports it again. */
class ExportFolderTest {
  @TempDir Path folder;
  private Path home;
  private Cli cli;

  @BeforeEach
  void createLake() {
    cli = new Cli(folder);
    home = folder.resolve("lake");
    Lake.create(home).close();
  }

  @AfterEach
  void checkLake() throws Exception {
    SoundLake.assertSound(home);
  }

  private void createTable(String columns, Object[]... rows) {
    try (Lake lake = Lake.open(home)) {
      lake.transact(
          tx -> {
            tx.createTable("t", Schema.parse(columns));
            Appender appender = tx.appender("t");
            for (Object[] row : rows) {
              appender.append(row);
            }
          });
    }
  }

  private void assertDone(String... args) {
    Cli.Result result = cli.run(args);
    assertThat(result.status()).as(result.err()).isZero();
  }

  /** Many rows that compress well, and some that do not: no file is larger than was asked for. */
  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "zstd"})
  void noFileOfTextIsLargerThanWasAskedFor(String compression) throws Exception {
    List<Object[]> rows = new ArrayList<>();
    java.util.Random random = new java.util.Random(1);
    for (int i = 0; i < 20_000; i++) {
      String text = i / 2000 % 2 == 0 ? "x".repeat(i % 50) : Long.toHexString(random.nextLong());
      rows.add(new Object[] {i, text});
    }
    createTable("id int, text string", rows.toArray(Object[][]::new));
    for (int limit : new int[] {7_000, 100_000, 1 << 30}) {
      String target = "out" + limit;
      assertDone(
          "export",
          "DIR/lake",
          "t",
          "DIR/" + target + "/",
          "--format",
          "csv",
          "--compression",
          compression,
          "--max-file-size",
          limit + "B");
      List<Path> files = files(folder.resolve(target));
      assertThat(files).allSatisfy(file -> assertThat(Files.size(file)).isLessThanOrEqualTo(limit));
      // All but the last are filled to more than half.
      assertThat(files.subList(0, files.size() - 1))
          .allSatisfy(file -> assertThat(Files.size(file)).isGreaterThan(limit / 2));
      try (DuckDb duckDb = new DuckDb()) {
        assertThat(
                duckDb.query(
                    "select count(*), sum(id), count(distinct filename) from read_csv('%s/*', filename = true)"
                        .formatted(folder.resolve(target))))
            .containsExactly("20000|199990000|" + files.size());
      }
    }
  }

  @Test
  void parquetFilesAreAboutAsLargeAsWasAskedFor() throws Exception {
    List<Object[]> rows = new ArrayList<>();
    java.util.Random random = new java.util.Random(1);
    for (int i = 0; i < 60_000; i++) {
      rows.add(new Object[] {i, Long.toHexString(random.nextLong())});
    }
    createTable("id int, text string", rows.toArray(Object[][]::new));
    assertDone(
        "export", "DIR/lake", "t", "DIR/out/", "--format", "parquet", "--max-file-size", "200kB");
    List<Path> files = files(folder.resolve("out"));
    assertThat(files).hasSizeBetween(4, 12);
    assertThat(files).allSatisfy(file -> assertThat(Files.size(file)).isLessThan(200_000));
    try (DuckDb duckDb = new DuckDb()) {
      assertThat(
              duckDb.query(
                  "select count(*), sum(id) from '%s/*.parquet'".formatted(folder.resolve("out"))))
          .containsExactly("60000|1799970000");
    }
  }

  /** A file of no rows is a gzip member or a zstd frame nevertheless: no bytes are neither. */
  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd"})
  void aCompressedFileWithoutRowsIsOne(String how) throws Exception {
    createTable("id int");
    assertDone("export", "DIR/lake", "t", "DIR/out/", "--format", "json", "--compression", how);
    List<Path> files = files(folder.resolve("out"));
    assertThat(files).hasSize(1);
    try (DuckDb duckDb = new DuckDb()) {
      assertThat(
              duckDb.query(
                  "select count(*) from read_json('%s', columns = {id: 'int'})"
                      .formatted(files.get(0))))
          .containsExactly("0");
    }
    byte[] bytes = Files.readAllBytes(files.get(0));
    assertThat(bytes[0]).isEqualTo((byte) (how.equals("gzip") ? 0x1F : 0x28));
  }

  /** That files are not compressed is true of any file, and may be said of any. */
  @Test
  void compressionNoneIsTakenEverywhere() throws Exception {
    createTable("id int", new Object[][] {{1}});
    String[] folder = {"export", "DIR/lake", "t", "DIR/o/", "--format", "parquet", "--compression"};
    assertThat(cli.run(with(folder, "gzip")).err()).contains("compressed inside already");
    assertDone(with(folder, "none"));
    String[] file = {"export", "DIR/lake", "t", "DIR/o.csv", "--compression"};
    assertThat(cli.run(with(file, "gzip")).err()).contains("its suffix tells");
    assertDone(with(file, "none"));
  }

  private static String[] with(String[] args, String last) {
    return Stream.concat(Stream.of(args), Stream.of(last)).toArray(String[]::new);
  }

  /** DuckDB is given the same rows, and makes folders of the same names. */
  @Test
  void partitionsAreCalledAsDuckDbCallsThem() throws Exception {
    createTable(
        "`ländle` string, day date, n decimal(5,2), b boolean, id int",
        new Object[][] {
          {
            "a/b c=d", java.time.LocalDate.of(2024, 5, 1), new java.math.BigDecimal("1.50"), true, 1
          },
          {null, null, null, null, 2},
          {"", java.time.LocalDate.of(1969, 12, 31), new java.math.BigDecimal("-0.01"), false, 3},
          {"ä%\"'\\:*?<>|~._-+&#😀", null, null, null, 4},
          {"..", null, null, null, 5},
          {"a/b c=d", java.time.LocalDate.of(2024, 5, 1), new java.math.BigDecimal("1.50"), true, 6}
        });
    assertDone("export", "DIR/lake", "t", "DIR/all.parquet");
    assertDone(
        "export",
        "DIR/lake",
        "t",
        "DIR/ours",
        "--format",
        "parquet",
        "--partition-by",
        "ländle,day,n,b");
    Path theirs = folder.resolve("theirs");
    try (DuckDb duckDb = new DuckDb()) {
      duckDb.execute(
          "copy (from '%s/all.parquet') to '%s' (format parquet, partition_by (\"ländle\", day, n, b))"
              .formatted(folder, theirs));
      assertThat(folders(folder.resolve("ours"))).isEqualTo(folders(theirs)).isNotEmpty();
      assertThat(
              duckDb.query(
                  "select id, day, n, b from read_parquet('%s/**/*.parquet') order by id"
                      .formatted(folder.resolve("ours"))))
          .isEqualTo(
              duckDb.query(
                  "select id, day, n, b from '%s/all.parquet' order by id".formatted(folder)));
    }
  }

  /**
   * Rows of thousands of partitions, in any order: each has one file. One file open for each would
   * be too many, and a new one for each change too.
   */
  @ParameterizedTest
  @ValueSource(strings = {"csv", "parquet"})
  void eachOfManyPartitionsHasOneFile(String format) throws Exception {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 9_000; i++) {
      rows.add(new Object[] {i, i * 7919 % 3_000});
    }
    createTable("id int, _p int", rows.toArray(Object[][]::new));
    assertDone("export", "DIR/lake", "t", "DIR/out", "--format", format, "--partition-by", "_p");
    List<Path> files = files(folder.resolve("out"));
    assertThat(files).hasSize(3_000);
    // An import passes over folders that begin with an underscore.
    assertDone("import", "DIR/lake", "back=DIR/out", "--create");
    assertThat(cli.run("count", "DIR/lake", "back").out()).isEqualTo("9000\n");
  }

  /** What a process that was killed has left is deleted; what another one is writing is not. */
  @Test
  void leftoversAreDeletedUnlessTheyAreInUse() throws Exception {
    createTable("id int", new Object[][] {{1}});
    Path left = Files.createDirectories(folder.resolve(".out.export-999999.part/p=1"));
    Files.writeString(left.resolve("part-00001.csv"), "id\n1\n");
    Files.writeString(left.resolveSibling(".lock"), "");
    Path inUse = Files.createDirectories(folder.resolve("old/.export-999998.part"));
    try (FileChannel lock =
        FileChannel.open(
            inUse.resolve(".lock"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      lock.lock();
      assertDone("export", "DIR/lake", "t", "DIR/out", "--format", "csv", "--max-file-size", "1MB");
    }
    assertThat(left.getParent()).doesNotExist();
    assertThat(inUse).exists();
    assertThat(names(folder.resolve("out"))).containsExactly("part-00001.csv");
  }

  /** Both once said that all was done, and the folder had files of both. */
  @Test
  void ofTwoExportsIntoAnEmptyFolderTheLaterIsRefused() throws Exception {
    createTable("id int", new Object[][] {{1}});
    Path inUse = Files.createDirectories(folder.resolve("old/.export-999998.part"));
    try (FileChannel lock =
        FileChannel.open(
            inUse.resolve(".lock"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      lock.lock();
      Cli.Result refused = cli.run("export", "DIR/lake", "t", "DIR/old", "--format", "csv");
      assertThat(refused.status()).isEqualTo(1);
      assertThat(refused.err())
          .isEqualTo(
              "tarn: another export writes into DIR/old; name another folder, or, if none does, delete DIR/old/.export-999998.part\n");
    }
    assertThat(inUse.resolve(".lock")).exists();
    try (Stream<Path> files = Files.list(folder.resolve("old"))) {
      assertThat(files).containsExactly(inUse);
    }
    // Now it is what a process has left that was killed.
    assertDone("export", "DIR/lake", "t", "DIR/old", "--format", "csv");
    assertThat(names(folder.resolve("old"))).containsExactly("part-00001.csv");
  }

  /** A value that cannot be a folder's name ends the export, and nothing of it stays. */
  @Test
  void anExportThatFailsLeavesNothing() throws Exception {
    createTable("id int, text string", new Object[][] {{1, "a"}, {2, "ä".repeat(200)}});
    List<String> before = names(folder);
    Cli.Result result =
        cli.run("export", "DIR/lake", "t", "DIR/out", "--format", "csv", "--partition-by", "text");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo(
            "tarn: column 'text' has a value that is too long for a folder's name, '%s…'; leave it out of --partition-by, or such rows out by --where\n"
                .formatted("ä".repeat(40)));
    assertThat(names(folder)).isEqualTo(before);
  }

  @Test
  void anExportThatIsInterruptedLeavesNothing() throws Exception {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 300_000; i++) {
      rows.add(new Object[] {i, "text of row " + i});
    }
    createTable("id int, text string", rows.toArray(Object[][]::new));
    List<String> before = names(folder);
    Process process =
        CliProcess.start(
            "export",
            home.toString(),
            "t",
            folder.resolve("out").toString(),
            "--format",
            "csv",
            "--compression",
            "gzip",
            "--max-file-size",
            "5kB");
    while (names(folder).equals(before) && process.isAlive()) {
      Thread.onSpinWait();
    }
    CliProcess.tellToEnd(process);
    try (BufferedReader err = process.errorReader()) {
      assertThat(err.readLine()).isEqualTo("tarn: interrupted");
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(names(folder)).isEqualTo(before);
  }

  private static List<String> names(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static List<Path> files(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static TreeSet<String> folders(Path folder) throws Exception {
    TreeSet<String> folders = new TreeSet<>();
    for (Path file : files(folder)) {
      folders.add(folder.relativize(file.getParent()).toString());
    }
    return folders;
  }
}
