package org.tarnlake.cli;

import org.tarnlake.Lake;
import org.tarnlake.Transaction;
import org.tarnlake.Undone;
import org.tarnlake.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code tarn revert}: one version taken back. */
@Command(
    name = "revert",
    description = {
      "Take one version of a lake back, as a new version, in all its tables.",
      "Rows that it added go, and what it took comes back. Others may have changed other rows since;",
      "where something was built upon it, that is told, and nothing changes."
    },
    footer = {"", "Examples:", "  tarn revert lake 42 --dry-run", "  tarn revert lake 42"})
final class RevertCommand implements TarnCommand {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "LAKE", description = LakeAddress.WHERE)
  private LakeAddress address = LakeAddress.of("");

  @Parameters(
      index = "1",
      paramLabel = "VERSION",
      converter = Version.class,
      description = "the version to be taken back, as tarn log shows it")
  private long version;

  /** Reads the number of a version. */
  static final class Version implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      try {
        return Long.valueOf(text);
      } catch (NumberFormatException e) {
        throw new TypeConversionException(
            "'%s' is no version, such as 42, as tarn log shows them; it is taken back in all its tables, tarn restore is for one"
                .formatted(text));
      }
    }
  }

  @Option(names = "--dry-run", description = "tell what would be done, and change nothing")
  private boolean dryRun;

  @Mixin private LakeAccess access = new LakeAccess();

  RevertCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    try (Lake lake = access.open(address, terminal);
        Transaction tx = lake.begin()) {
      Undone undone = tx.revert(version);
      UndoneText text = new UndoneText(terminal, lake);
      if (dryRun) {
        text.printDryRun(undone);
      } else {
        text.print(undone, tx.commit());
      }
    }
    return Main.DONE;
  }
}
