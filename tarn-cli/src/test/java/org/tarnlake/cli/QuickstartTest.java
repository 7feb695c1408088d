package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.env.Environment;
import org.tarnlake.testing.SoundLake;

/**
 * The tour prints what its golden text says. With {@code -Dtarn.rewrite=true} the text and the
 * README's picture are rewritten to what was printed instead.
 */
class QuickstartTest {
  private static final Path GOLDEN = Path.of("src/test/resources/org/tarnlake/cli/quickstart.txt");
  private static final Path PICTURE = Path.of("../docs/quickstart.svg");
  private static final int COLUMNS = 104;

  @TempDir Path folder;

  @Test
  void tourShowsWhatItRunsAndLeavesASoundLake() throws IOException {
    // A relative folder, since the length of its name decides where long lines break.
    Path tour = Path.of("target/tarn-quickstart");
    deleteTree(tour);
    Cli.Result result = new Cli(folder).run("quickstart", tour.toString());
    assertThat(result.err()).isEmpty();
    assertThat(result.status()).isZero();
    String printed = Transcript.steady(result.out()).replace("target/", "");
    if (Boolean.getBoolean("tarn.rewrite")) {
      Files.writeString(GOLDEN, printed);
      Files.writeString(PICTURE, picture());
    } else {
      assertThat(printed).isEqualTo(Files.readString(GOLDEN));
    }
    SoundLake.assertSound(tour.resolve("lake"));
  }

  @Test
  void folderThatExistsIsLeftAlone() {
    assertThat(new Cli(folder).run("quickstart", "DIR"))
        .isEqualTo(
            new Cli.Result(
                1,
                "",
                "tarn: DIR exists; delete it to start afresh, or name another folder: tarn quickstart FOLDER\n"));
  }

  /**
   * The folder for the data was in the way first, which nobody had named, and the lake only once
   * that was deleted.
   */
  @Test
  void lakeThatExistsIsToldFirst() {
    Cli cli = new Cli(folder);
    cli.run("init", "DIR/lake");
    assertThat(cli.run("quickstart", "DIR", "--lake", "DIR/lake").err())
        .isEqualTo(
            "tarn: DIR/lake is a lake already; name another place: tarn quickstart --lake LAKE\n");
    assertThat(cli.run("quickstart", "DIR", "--lake", "DIR/new").err())
        .isEqualTo(
            "tarn: DIR, the folder for the data, exists; delete it, or name another folder: tarn quickstart FOLDER --lake DIR/new\n");
    assertThat(folder.resolve("new")).doesNotExist();
  }

  private static void deleteTree(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private String picture() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Terminal terminal =
        Terminal.of(
                out,
                new ByteArrayOutputStream(),
                Map.of("COLUMNS", String.valueOf(COLUMNS), "TARN_COMMAND", "./tarn"),
                Environment.system())
            .asTerminal();
    Path tour = Path.of("target/tarn-quickstart");
    deleteTree(tour);
    Main.run(terminal, "quickstart", tour.toString());
    String text = out.toString(StandardCharsets.UTF_8).replace("target/", "");
    return AnsiSvg.draw(
        "./tarn quickstart", "\u001b[36m$ ./tarn quickstart\u001b[0m\n" + text, COLUMNS);
  }
}
