package org.tarnlake.cli;

import org.tarnlake.Backup;
import org.tarnlake.Finding;
import org.tarnlake.cli.terminal.Progress;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.cli.terminal.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tarn backup}: a consistent copy of a lake, made while others write. */
@Command(
    name = "backup",
    description = {
      "Copy a lake, or a Delta table, to another folder while others write to it.",
      "Repeated, it copies what is new; killed half-way, the next run completes it. The copy is",
      "checked at the end: exit status 1 if it is damaged."
    },
    footer = {"", "Example:", "  tarn backup lake /mnt/backup/lake"})
final class BackupCommand implements TarnCommand {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "LAKE", description = LakeAddress.WHERE)
  private LakeAddress address = LakeAddress.of("");

  @Parameters(
      index = "1",
      paramLabel = "TARGET",
      description =
          "a new or empty folder, or the URL of one, or an earlier backup of the same lake")
  private LakeAddress target = LakeAddress.of("");

  BackupCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    Backup backup;
    try (Progress progress = new Progress(terminal)) {
      backup = Backup.of(address.toString(), target.toString(), progress::copied);
    }
    terminal.line(
        "%s has version %s of %s: %s copied, %s"
            .formatted(
                target,
                backup.version(),
                address,
                Words.count(backup.objects(), "file"),
                Words.bytes(backup.bytes())));
    backup.leftOut().forEach(each -> terminal.line(each.toString()));
    long damages = backup.findings().stream().filter(Finding::isDamage).count();
    backup.findings().stream()
        .filter(Finding::isDamage)
        .map(Finding::toString)
        .forEach(terminal::line);
    if (damages > 0) {
      terminal.flush();
      terminal.errorLine(
          "tarn: found %s in the backup; 'tarn check %s' tells whether the lake has them, too"
              .formatted(Words.count(damages, "damage"), address));
    }
    return damages == 0 ? Main.DONE : Main.FAILED;
  }
}
