package org.tarnlake.cli;

import java.nio.file.Path;
import java.util.List;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.LakeRepair;
import org.tarnlake.LakeRepair.Action;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.cli.terminal.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tarn repair}: brings the folders of tables back to what the lake's log says. */
@Command(
    name = "repair",
    description = {
      "Bring the tables' folders back to what the lake's log says.",
      "For folders that were copied, restored or changed by themselves. What the log does not vouch for is moved to",
      "_tarn/lost+found, never deleted; ratified commits that are missing are written again.",
      "Without --yes it only shows what it would do."
    })
final class RepairCommand implements TarnCommand {
  private final Terminal terminal;

  @Parameters(paramLabel = "LAKE", description = "the lake's folder")
  private Path folder = Path.of("");

  @Option(names = "--yes", description = "do it")
  private boolean yes;

  @Mixin private LakeAccess access = new LakeAccess();

  RepairCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    List<LakeRepair.Step> steps = yes ? LakeRepair.run(folder) : LakeRepair.plan(folder);
    steps.forEach(
        step ->
            terminal.line(
                "%s %s: %s".formatted(word(step.action()), step.object(), step.reason())));
    if (!yes) {
      terminal.line(
          steps.isEmpty()
              ? "Nothing to repair; 'tarn check %s' looks at everything else.".formatted(folder)
              : "Nothing was changed; to do this: tarn repair %s --yes".formatted(folder));
      return Main.DONE;
    }
    List<Finding> damages =
        access.check(folder, CheckDepth.LOGS).stream().filter(Finding::isDamage).toList();
    damages.forEach(each -> terminal.line(each.toString()));
    if (damages.isEmpty()) {
      terminal.line(terminal.style().green("Sound."));
      return Main.DONE;
    }
    terminal.flush();
    terminal.errorLine(
        "tarn: %s left that only a backup mends".formatted(Words.count(damages.size(), "damage")));
    return Main.FAILED;
  }

  private String word(Action action) {
    String past = yes ? "moved aside" : "would move aside";
    if (action == Action.PUBLISH) {
      past = yes ? "published" : "would publish";
    }
    return action == Action.LEAVE ? "cannot mend" : past;
  }
}
