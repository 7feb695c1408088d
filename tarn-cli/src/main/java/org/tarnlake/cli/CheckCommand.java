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
    List<Finding> findings;
    long version;
    int tables;
    try (Lake lake = Lake.open(folder, terminal.environment())) {
      findings = lake.check(depth);
      version = lake.latest().version();
      tables = lake.latest().tables().size();
    }
    if (json) {
      findings.forEach(this::printJson);
    } else {
      findings.forEach(f -> terminal.line(text(f)));
      if (findings.isEmpty()) {
        terminal.line(
            "Sound: %s, %s%s"
                .formatted(
                    Words.count(version, "version"),
                    Words.count(tables, "table"),
                    deep ? ", all data read" : "; --deep reads the data too"));
      } else {
        terminal.errorLine("tarn: " + Words.count(findings.size(), "finding"));
      }
    }
    return findings.isEmpty() ? Main.DONE : Main.FAILED;
  }

  private static String text(Finding finding) {
    return finding.object()
        + (finding.line() > 0 ? ":" + finding.line() : "")
        + ": "
        + finding.message();
  }

  private void printJson(Finding finding) {
    terminal.line(
        new JsonWriter()
            .beginObject()
            .field("object", finding.object())
            .field("line", finding.line())
            .field("message", finding.message())
            .endObject()
            .toText());
  }
}
