package org.tarnlake.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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

  @Parameters(paramLabel = "LAKE", description = LakeAddress.WHERE)
  private LakeAddress address = LakeAddress.of("");

  @Option(names = "--yes", description = "do it")
  private boolean yes;

  @Mixin private LakeAccess access = new LakeAccess();

  RepairCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    Path[] readable = access.readable();
    Path folder = address.folder();
    LakeRepair.Outcome outcome =
        folder == null
            ? address.ask(yes ? LakeRepair::run : LakeRepair::plan, readable)
            : yes ? LakeRepair.run(folder, readable) : LakeRepair.plan(folder, readable);
    for (LakeRepair.Step step : outcome.steps()) {
      terminal.line("%s %s: %s".formatted(word(step.action()), step.object(), step.reason()));
    }
    List<Finding> damages = outcome.damages();
    Set<String> told =
        outcome.steps().stream()
            .filter(step -> step.action() == Action.LEAVE)
            .map(LakeRepair.Step::object)
            .collect(Collectors.toSet());
    damages.stream()
        .filter(each -> !told.contains(each.object()))
        .forEach(each -> terminal.line(each.toString()));
    boolean isMended = outcome.steps().stream().noneMatch(step -> step.action() == Action.LEAVE);
    if (!yes) {
      boolean isNothing = outcome.steps().stream().allMatch(s -> s.action() == Action.LEAVE);
      boolean isSound = damages.isEmpty() && isMended;
      terminal.line(
          isNothing && !isSound
              ? "Nothing of this can be mended here; do what is said above."
              : isNothing
                  ? "Nothing to repair; 'tarn check %s' looks at everything else."
                      .formatted(address)
                  : "Nothing was changed; to do this: tarn repair %s --yes".formatted(address));
    } else if (damages.isEmpty() && isMended) {
      terminal.line(terminal.style().green("Sound."));
    }
    if (damages.isEmpty() && isMended) {
      return Main.DONE;
    }
    terminal.flush();
    terminal.errorLine(
        "tarn: %s left that this does not mend"
            .formatted(Words.count(Math.max(1, damages.size()), "damage")));
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
