package org.tarnlake.cli;

import java.util.List;
import org.tarnlake.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The manual page {@code tarn(1)}, made of what the commands tell of themselves, in the language of
 * man(7). The distribution has it.
 */
final class ManPage {
  private static final String HEAD =
      """
      .TH TARN 1 "" "%s" ""
      .SH NAME
      tarn \\- ACID tables in a folder: a small lake that any Delta reader can read
      .SH SYNOPSIS
      .B tarn
      .I COMMAND
      [\\fIOPTION\\fR...] [\\fIARGUMENT\\fR...]
      .SH DESCRIPTION
      A lake is a folder of tables. Changes of one table or of several are transactions; every
      table is a Delta table, which other programs read in place. There is no server.
      .PP
      Start with \\fBtarn quickstart\\fR. \\fBtarn help\\fR \\fICOMMAND\\fR tells more about a command.
      .SH COMMANDS
      """;

  private static final String TAIL =
      """
      .SH EXIT STATUS
      0: done. 1: failed, or the check found damage. 2: the arguments are wrong.
      .SH ENVIRONMENT
      .TP
      .B JAVA_HOME
      the Java that runs tarn, of version 17 or newer
      .TP
      .B NO_COLOR
      no colours, if it is not empty
      .TP
      .B TMPDIR
      where sorting puts what does not fit into memory
      .TP
      .B TARN_DEBUG
      1 shows where in the program an error came from
      """;

  private final StringBuilder page = new StringBuilder();

  private ManPage() {}

  /** Prints the page. */
  public static void main(String[] args) {
    Terminal terminal = Terminal.system();
    terminal.print(text(Main.all(terminal)));
    terminal.flush();
  }

  /** The page of a command with all its subcommands. */
  static String text(CommandLine tarn) {
    ManPage manual = new ManPage();
    manual.page.append(HEAD.formatted(tarn.getCommandSpec().version()[0]));
    tarn.getSubcommands().forEach((name, line) -> manual.command(name, line));
    manual.page.append(".SH CONDITIONS\n").append(".nf\n");
    manual.lines(Main.conditions().lines().toList());
    manual.page.append(".fi\n").append(TAIL);
    return manual.page.toString();
  }

  private void command(String name, CommandLine line) {
    CommandSpec command = line.getCommandSpec();
    page.append(".SS tarn ").append(name).append('\n');
    page.append(".nf\n");
    lines(line.getHelp().synopsis(0).strip().lines().toList());
    page.append(".fi\n").append(".PP\n");
    lines(List.of(command.usageMessage().description()));
    command.positionalParameters().forEach(each -> item(each.paramLabel(), each));
    command.options().stream().filter(each -> !each.hidden()).forEach(this::option);
    if (command.usageMessage().footer().length > 0) {
      page.append(".PP\n").append(".nf\n");
      lines(List.of(command.usageMessage().footer()));
      page.append(".fi\n");
    }
  }

  private void option(OptionSpec option) {
    String names = String.join(", ", option.names());
    item(option.arity().max() > 0 ? names + " " + option.paramLabel() : names, option);
  }

  private void item(String title, ArgSpec argument) {
    page.append(".TP\n").append(".B ").append(escaped(title)).append('\n');
    lines(List.of(argument.description()));
  }

  private void lines(List<String> lines) {
    lines.forEach(line -> page.append(escaped(plain(line))).append('\n'));
  }

  private static String plain(String text) {
    return Ansi.OFF.string(text).replace("%n", "").replace("%%", "%");
  }

  /** Text that man shows as it is. */
  private static String escaped(String text) {
    String shown = text.replace("\\", "\\e").replace("-", "\\-");
    return shown.startsWith(".") || shown.startsWith("'") ? "\\&" + shown : shown;
  }
}
