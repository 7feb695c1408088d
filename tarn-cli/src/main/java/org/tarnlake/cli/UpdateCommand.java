package org.tarnlake.cli;

import java.util.List;
import org.tarnlake.Lake;
import org.tarnlake.Update;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.predicate.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tarn update}: other values in rows. */
@Command(
    name = "update",
    description = {
      "Give rows of a table other values, in one transaction.",
      "Every value is computed from the row as it was."
    },
    footer = {
      "",
      "Examples:",
      "  tarn update lake orders --set \"price = price * 1.1\" --where \"region = 'EU'\"",
      "  tarn update lake orders --set \"note = null\" --set \"at = DATE '2024-05-01'\" --all"
    })
final class UpdateCommand implements TarnCommand {
  private final Terminal terminal;

  @Mixin private ChangedRows rows = new ChangedRows();

  @Option(
      names = "--set",
      required = true,
      paramLabel = "COLUMN=VALUE",
      description =
          "a column and its new value, in SQL: \"price = price * 1.1\"; text stands in single"
              + " quotes; may be given several times")
  private List<String> set = List.of();

  UpdateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    List<Setting> settings = set.stream().map(Setting::parse).toList();
    try (Lake lake = rows.open(terminal)) {
      String table = rows.table(lake);
      Predicate condition = rows.condition();
      rows.run(
          terminal,
          lake,
          table,
          "Changed",
          tx -> {
            Update update = tx.update(table);
            settings.forEach(each -> update.set(each.column(), each.value()));
            return (condition == null ? update : update.where(condition)).run();
          });
    }
    return Main.DONE;
  }
}
