package org.tarnlake.cli;

import java.util.List;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.cli.terminal.Words;
import org.tarnlake.json.JsonWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Parameters(paramLabel = "LAKE", description = LakeAddress.WHERE)
  private LakeAddress address = LakeAddress.of("");

  @Option(names = "--deep", description = "read every data file too")
  private boolean deep;

  @Option(names = "--json", description = "one JSON object a finding")
  private boolean json;

  @Mixin private LakeAccess access = new LakeAccess();

  CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    List<Finding> findings = access.check(address, deep ? CheckDepth.DATA : CheckDepth.LOGS);
    long damages = findings.stream().filter(Finding::isDamage).count();
    findings.forEach(json ? this::printJson : this::print);
    if (!json && damages == 0) {
      terminal.line(
          terminal.style().green("Sound")
              + (deep ? ", all data read." : "; --deep reads the data files too."));
    } else if (!json) {
      terminal.flush();
      terminal.errorLine("tarn: found " + Words.count(damages, "damage"));
    }
    return damages == 0 ? Main.DONE : Main.FAILED;
  }

  private void print(Finding finding) {
    String severity = finding.isDamage() ? "damage:" : "note:";
    String styled = finding.isDamage() ? terminal.style().red(severity) : severity;
    String line = finding.line() > 0 ? ":" + finding.line() : "";
    terminal.line("%s %s%s: %s".formatted(styled, finding.object(), line, finding.message()));
  }

  private void printJson(Finding finding) {
    terminal.line(
        new JsonWriter()
            .beginObject()
            .field("severity", finding.isDamage() ? "damage" : "note")
            .field("object", finding.object())
            .field("line", (long) finding.line())
            .field("message", finding.message())
            .endObject()
            .toText());
  }
}
