package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tarnlake.Lake;
import org.tarnlake.Rows;
import org.tarnlake.testing.SoundLake;

/**
 * Files of other people, imported as a user would, hold what other readers find in them: every row
 * and every value, or the import says why not. {@code real-files/files.txt} lists them, {@code
 * SOURCES.md} beside it says whose they are.
 */
class RealFilesTest {
  private static final Path FILES = files();

  private static DuckDbJudge judge;

  @TempDir Path folder;

  private static Path files() {
    try {
      return Path.of(RealFilesTest.class.getResource("/real-files/files.txt").toURI()).getParent();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<RealFile> listed() throws IOException {
    return RealFile.parse(Files.readString(FILES.resolve("files.txt"))).stream();
  }

  @BeforeAll
  static void callTheJudge() throws SQLException {
    judge = new DuckDbJudge();
  }

  @AfterAll
  static void dismissTheJudge() throws SQLException {
    judge.close();
  }

  @ParameterizedTest
  @MethodSource("listed")
  void everyValueIsWhatAnotherReaderFindsOrTheReasonIsTold(RealFile file) throws Exception {
    Path home = folder.resolve("lake");
    Path real = FILES.resolve(file.name());
    Cli cli = new Cli(folder);
    cli.run("init", "DIR/lake");
    Cli.Result result = load(cli, real, file.options());
    if (file.refused() != null) {
      String said = result.err().replace(real.toString(), real.getFileName().toString());
      assertThat(said).startsWith("tarn: " + file.refused());
      assertThat(result.status()).isEqualTo(1);
      assertThat(cli.run("tables", "DIR/lake").out()).startsWith("No tables yet");
    } else {
      assertThat(result.err()).isEmpty();
      assertThat(file.said()).allMatch(said -> result.out().contains(said), result.out());
      assertThat(differences(home, file)).isEmpty();
    }
    SoundLake.assertSound(home);
  }

  /** A comparison that finds nothing, whatever is compared, would call all files right. */
  @ParameterizedTest
  @MethodSource("altered")
  void whatIsAnotherIsNoticed(String ours, String theirs, String difference) throws Exception {
    Path home = folder.resolve("lake");
    Cli cli = new Cli(folder);
    cli.run("init", "DIR/lake");
    cli.write("ours.csv", "a,b\n" + ours);
    cli.write("theirs.csv", "a,b\n" + theirs);
    assertThat(load(cli, folder.resolve("ours.csv"), List.of("--header")).err()).isEmpty();
    RealFile file = RealFile.parse(folder.resolve("theirs.csv").toString()).get(0);
    assertThat(String.join("\n", differences(home, file))).isEqualTo(difference);
    SoundLake.assertSound(home);
  }

  static Stream<Arguments> altered() {
    return Stream.of(
        arguments("1.5,x\n1e3,y\n", "1.50,x\n1000,y\n", ""),
        arguments("1,x\n", "2,x\n", "row 1, column 'a': 1, not '2'"),
        arguments("1,x\n2,y\n", "1,x\n2,Y\n", "row 2, column 'b': 'y', not 'Y'"),
        arguments(
            "0.12345678901234568,x\n",
            "0.1234567890123456789,x\n",
            "row 1, column 'a': 0.12345678901234568, not '0.1234567890123456789'"),
        arguments("0.1,x\n", "-0.1,x\n", "row 1, column 'a': 0.1, not '-0.1'"),
        arguments("0.0,x\n", "-0.0,x\n", "row 1, column 'a': 0.0, not '-0.0'"),
        arguments("7,x\n", ",x\n", "row 1, column 'a': 7, not null"),
        arguments("7,\n", "7,x\n", "row 1, column 'b': null, not 'x'"),
        arguments("7,\"\"\n", "7,\n", "row 1, column 'b': '', not null"),
        arguments("7,x\n", "7,x\n8,x\n", "there are 1 rows, not 2"),
        arguments("7,x\n8,x\n", "7,x\n", "there are 2 rows, not 1"),
        arguments("true,x\n", "false,x\n", "row 1, column 'a': true, not 'false'"),
        arguments(
            "2024-05-01,x\n", "2024-05-02,x\n", "row 1, column 'a': 2024-05-01, not '2024-05-02'"),
        arguments(
            "2024-05-01T00:00:00Z,x\n",
            "2024-05-01T00:00:00+01:00,x\n",
            "row 1, column 'a': 2024-05-01T00:00:00Z, not '2024-05-01T00:00:00+01:00'"));
  }

  private static Cli.Result load(Cli cli, Path file, List<String> options) {
    List<String> words = new ArrayList<>(List.of("import", "DIR/lake", "t=" + file, "--create"));
    words.addAll(options);
    return cli.run(words.toArray(String[]::new));
  }

  private static List<String> differences(Path home, RealFile file) throws SQLException {
    try (Lake lake = Lake.open(home);
        Rows rows = lake.latest().table("t").scan().rows()) {
      return Agreement.differences(judged(file, rows), rows);
    }
  }

  private static Judged.Table judged(RealFile file, Rows rows) throws SQLException {
    Path path = FILES.resolve(file.judged());
    String suffix = file.judged().replaceAll("\\.(gz|zst)$", "");
    boolean hasNames = !file.options().contains("--no-header") && !isSaidToHaveNone(file);
    if (suffix.endsWith(".parquet")) {
      return judge.parquet(path, rows.type());
    }
    if (suffix.endsWith(".python")) {
      return judge.records(path, file.times(), hasNames);
    }
    return suffix.endsWith(".csv") || suffix.endsWith(".tsv")
        ? judge.csv(path, rows.type().size(), file.duckDb(), file.times(), hasNames)
        : judge.json(path, file.duckDb());
  }

  private static boolean isSaidToHaveNone(RealFile file) {
    return file.said().stream().anyMatch(said -> said.startsWith("its first line is a row"));
  }
}
