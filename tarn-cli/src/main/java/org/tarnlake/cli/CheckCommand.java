package org.tarnlake.cli;

import java.nio.file.Path;
import java.util.List;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.cli.terminal.Words;
import org.tarnlake.json.JsonWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tarn check}: whether a lake is sound. */
@Command(
    name = "check",
    description = {
      "Check every promise that the files of a lake can show; exit status 1 if one is broken.",
      "Nothing is changed."
    })
final class CheckCommand implements TarnCommand {
  private final Terminal terminal;

  @Parameters(paramLabel = "LAKE", description = "the lake's folder")
  private Path folder = Path.of("");

  @Option(names = "--deep", description = "read every data file too")
  private boolean deep;

  @Option(names = "--json", description = "one JSON object a finding")
  private boolean json;

  CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    CheckDepth depth = deep ? CheckDepth.DATA : CheckDepth.LOGS;
    List<Finding> findings = Lake.check(folder, depth);
    boolean sound = findings.stream().noneMatch(Finding::isDamage);
    if (json) {
      findings.forEach(this::printJson);
    } else {
      findings.forEach(finding -> terminal.line(finding.toString()));
      if (sound) {
        printSound();
      } else {
        long damages = findings.stream().filter(Finding::isDamage).count();
        terminal.errorLine("tarn: " + Words.count(damages, "damage"));
      }
    }
    return sound ? Main.DONE : Main.FAILED;
  }

  private void printSound() {
    try (Lake lake = Lake.open(folder, terminal.environment())) {
      terminal.line(
          "Sound: %s, %s%s"
              .formatted(
                  Words.count(lake.latest().version(), "version"),
                  Words.count(lake.latest().tables().size(), "table"),
                  deep ? ", all data read" : "; --deep reads the data too"));
    }
  }

  private void printJson(Finding finding) {
    terminal.line(
        new JsonWriter()
            .beginObject()
            .field("severity", finding.isDamage() ? "damage" : "note")
            .field("object", finding.object())
            .field("line", finding.line())
            .field("message", finding.message())
            .endObject()
            .toText());
  }
}
