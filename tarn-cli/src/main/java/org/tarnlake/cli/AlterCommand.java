package org.tarnlake.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Alter;
import org.tarnlake.Lake;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.cli.terminal.Words;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.NameHint;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tarn alter}: other columns and properties for a table. */
@Command(
    name = "alter",
    description = {
      "Give a table other columns or properties, in one transaction.",
      "No file is written anew; earlier versions keep the columns that they had."
    },
    footer = {
      "",
      "Changes:",
      "  add \"COLUMNS\"         columns with their types, null in all rows: \"note string, n int\";",
      "                        a field of a struct as \"address.zip int\"; --first, --after COLUMN",
      "  rename OLD NEW        another name; of a field without its struct: address.zip code",
      "  drop COLUMN...        columns or fields go",
      "  move COLUMN           to another place: --first or --after COLUMN",
      "  type \"COLUMN TYPE\"    a wider type: short, int, long; float, double; more digits",
      "  not-null COLUMN...    forbids nulls, if there are none;  null COLUMN... allows them",
      "  comment COLUMN TEXT   explains a column;  comment TEXT explains the table",
      "  check NAME CONDITION  a condition that must be true of every row: positive \"price > 0\";",
      "                        uncheck NAME... takes it away",
      "  set KEY=VALUE...      properties, as delta.checkpointInterval=20;  unset KEY...",
      "",
      "Examples:",
      "  tarn alter lake orders add \"note string, discount decimal(4,2)\" --after price",
      "  tarn alter lake orders rename price cost",
      "  tarn alter lake orders type \"id long\""
    })
final class AlterCommand implements TarnCommand {
  private static final List<String> CHANGES =
      List.of(
          "add",
          "rename",
          "drop",
          "move",
          "type",
          "not-null",
          "null",
          "comment",
          "check",
          "uncheck",
          "set",
          "unset");

  private final Terminal terminal;

  @Mixin private TableChoice choice = new TableChoice();

  @Parameters(index = "2", arity = "0..1", paramLabel = "CHANGE", description = "see below")
  private String change = "";

  @Parameters(index = "3..*", paramLabel = "ARGUMENT", description = "what the change needs")
  private List<String> arguments = new ArrayList<>();

  @Option(names = "--first", description = "in front of all columns beside it")
  private boolean first;

  @Option(
      names = "--after",
      paramLabel = "COLUMN",
      description = "behind this column; for a field one beside it")
  private @Nullable String after;

  AlterCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int run() {
    try (Lake lake = choice.open(terminal)) {
      String named = named(lake);
      requireChange();
      String table = Tables.find(lake, null, named).name();
      AtomicLong before = new AtomicLong();
      long version =
          lake.transact(
              tx -> {
                before.set(tx.readVersion());
                apply(tx.alter(table));
              });
      if (version == before.get()) {
        terminal.line("%s is so already; nothing was changed".formatted(table));
        return Main.DONE;
      }
      terminal.line(
          "Altered %s in version %s of the %s".formatted(table, version, Tables.versionsOf(lake)));
      StructType columns = lake.asOf(version - 1).table(table).schema().columns();
      StructType now = lake.asOf(version).table(table).schema().columns();
      if (!now.toString().equals(columns.toString())) {
        Words.wrap(text(now), "  ", terminal.width()).forEach(terminal::line);
      }
    }
    return Main.DONE;
  }

  /** The table's name; null if it was left out, as it may be where the lake is a table. */
  private @Nullable String named(Lake lake) {
    String name = choice.name();
    if (name == null || !CHANGES.contains(name)) {
      return name;
    }
    if (lake.isStandalone() && !name.equals(Tables.find(lake, null, null).name())) {
      if (!change.isEmpty()) {
        arguments.add(0, change);
      }
      change = name;
      return null;
    }
    if (!CHANGES.contains(change)) {
      throw new WrongUsage(
          "the table comes before the change: tarn alter LAKE %s %s ..."
              .formatted(change.isEmpty() ? "TABLE" : change, name));
    }
    return name;
  }

  private static List<String> text(StructType columns) {
    List<String> text = new ArrayList<>();
    for (Field field : columns.fields()) {
      text.add(field + (text.size() + 1 < columns.size() ? "," : ""));
    }
    return text;
  }

  private void requireChange() {
    if (!CHANGES.contains(change)) {
      throw new WrongUsage(
          change.isEmpty()
              ? "say what is to change: " + String.join(", ", CHANGES)
              : "there is no change '%s'%s; there are %s"
                  .formatted(
                      change, NameHint.didYouMean(change, CHANGES), String.join(", ", CHANGES)));
    }
    boolean takesPlace = change.equals("add") || change.equals("move");
    if (first && after != null) {
      throw new WrongUsage("--first and --after contradict each other; give one");
    }
    if (!takesPlace && (first || after != null)) {
      throw new WrongUsage("--first and --after go with add and move, not with " + change);
    }
    if (change.equals("move") && !first && after == null) {
      throw new WrongUsage("say where to: --first or --after COLUMN");
    }
    int count = arguments.size();
    boolean isOne = change.equals("add") || change.equals("move");
    boolean isTwo = change.equals("rename") || change.equals("check");
    if (count == 0 || (isOne && count > 1) || (isTwo && count != 2)) {
      throw new WrongUsage(usage());
    }
    if (change.equals("comment") && count > 2) {
      throw new WrongUsage(usage());
    }
  }

  private String usage() {
    return switch (change) {
      case "add" -> "add takes columns with their types in quotes: \"note string, n int\"";
      case "rename" -> "rename takes a column and its new name: rename price cost";
      case "type" -> "type takes a column and its new type: \"id long\"";
      case "comment" -> "comment takes a column and a text, or a text for the table";
      case "check" -> "check takes a name and a condition in quotes: positive \"price > 0\"";
      case "uncheck" -> "uncheck takes names of conditions";
      case "set" -> "set takes properties: delta.checkpointInterval=20";
      case "unset" -> "unset takes names of properties";
      case "move" -> "move takes one column";
      default -> change + " takes names of columns";
    };
  }

  private void apply(Alter alter) {
    String one = arguments.get(0);
    switch (change) {
      case "add" -> add(alter, Schema.parse(one).columns());
      case "rename" -> alter.rename(one, arguments.get(1));
      case "drop" -> alter.drop(arguments.toArray(String[]::new));
      case "move" -> move(alter, one);
      case "type" ->
          Schema.parse(String.join(" ", arguments))
              .columns()
              .fields()
              .forEach(field -> alter.type(field.name(), field.type()));
      case "not-null" -> arguments.forEach(alter::required);
      case "null" -> arguments.forEach(alter::optional);
      case "comment" -> {
        if (arguments.size() == 1) {
          alter.description(one);
        } else {
          alter.comment(one, arguments.get(1));
        }
      }
      case "check" -> alter.addCheck(one, arguments.get(1));
      case "uncheck" -> arguments.forEach(alter::dropCheck);
      case "set" -> arguments.forEach(argument -> set(alter, argument));
      case "unset" -> arguments.forEach(alter::removeProperty);
      default -> throw new AssertionError(change);
    }
  }

  private void add(Alter alter, StructType columns) {
    String sibling = after;
    boolean isFirst = first;
    for (Field field : columns.fields()) {
      alter.add(field);
      if (isFirst) {
        alter.moveFirst(field.name());
      } else if (sibling != null) {
        alter.moveAfter(field.name(), sibling);
      }
      if (isFirst || sibling != null) {
        isFirst = false;
        sibling = field.name().substring(field.name().lastIndexOf('.') + 1);
      }
    }
  }

  private void move(Alter alter, String column) {
    if (after == null) {
      alter.moveFirst(column);
    } else {
      alter.moveAfter(column, after);
    }
  }

  private void set(Alter alter, String argument) {
    int at = argument.indexOf('=');
    if (at <= 0) {
      throw new WrongUsage("%s; not '%s'".formatted(usage(), argument));
    }
    alter.property(argument.substring(0, at).strip(), argument.substring(at + 1).strip());
  }
}
