package org.tarnlake.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.cli.terminal.Interrupted;
import org.tarnlake.cli.terminal.OutputClosed;
import org.tarnlake.cli.terminal.Style;
import org.tarnlake.cli.terminal.Terminal;
import org.tarnlake.error.TarnException;
import org.tarnlake.schema.NameHint;
import org.tarnlake.store.ServerRequests;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command {@code tarn}: parses the arguments and runs one subcommand. One thread at a time.
 *
 * <p>Exit status: 0 done, 1 failed (also: the check found damage), 2 the arguments are wrong.
 * Errors are one message on the error stream, with a stack trace only if {@code TARN_DEBUG} is 1.
 */
@Command(
    name = "tarn",
    description = "ACID tables in a folder: a small lake that any Delta reader can read.%n",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Start with 'tarn quickstart'. 'tarn help COMMAND' tells more about a command,",
      "'tarn help conditions' what --where takes."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class)
public final class Main {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;

  private static final List<String> COMMANDS =
      List.of(
          "quickstart",
          "init",
          "create",
          "import",
          "tables",
          "describe",
          "scan",
          "count",
          "export",
          "delete",
          "update",
          "merge",
          "alter",
          "clone",
          "restore",
          "revert",
          "rename",
          "drop",
          "log",
          "changes",
          "versions",
          "attach",
          "detach",
          "adopt",
          "dump",
          "check",
          "compact",
          "backup",
          "repair",
          "completion");

  /** What stands before an error of an argument, which has a name. */
  private static final Pattern POSITION =
      Pattern.compile("^Invalid value for positional parameter at index [0-9]+ \\((.*?)\\): ");

  /** A topic of the help that is no command. */
  private static final String CONDITIONS = "conditions";

  private static final String REQUESTS = "--requests";

  private final Terminal terminal;

  @Option(
      names = REQUESTS,
      description = "before a command: tell at its end what it asked of the object store")
  @SuppressWarnings("unused") // taken off before the command is parsed
  private boolean tellsRequests;

  private Main(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Runs the command and exits with its status. */
  public static void main(String[] args) {
    System.exit(run(Terminal.system(), args));
  }

  /** Runs the command and returns its exit status. */
  public static int run(Terminal terminal, String... args) {
    return new Main(terminal).run(args);
  }

  private int run(String[] args) {
    boolean tellsRequests = args.length > 1 && args[0].equals(REQUESTS);
    int status = runToTheEnd(tellsRequests ? Arrays.copyOfRange(args, 1, args.length) : args);
    if (tellsRequests) {
      RequestsText.print(ServerRequests.all(), terminal);
    }
    return status;
  }

  private int runToTheEnd(String[] args) {
    try {
      int status = execute(args);
      terminal.flush();
      return status;
    } catch (OutputClosed e) {
      return DONE;
    } catch (Interrupted e) {
      return FAILED;
    } catch (ParameterException e) {
      CommandSpec command = e.getCommandLine().getCommandSpec();
      return wrongUsage(message(e, command), command.qualifiedName());
    } catch (WrongUsage e) {
      return wrongUsage(String.valueOf(e.getMessage()), "tarn " + args[0]);
    } catch (RuntimeException | Error e) {
      return failed(e);
    }
  }

  private int execute(String[] args) {
    String first = args.length == 0 ? "" : args[0];
    if (first.equals("version")) {
      return execute(new String[] {"--version"});
    }
    if (first.equals("help") && args.length == 2 && args[1].equals(CONDITIONS)) {
      terminal.print(conditions());
      return DONE;
    }
    boolean all = first.isEmpty() || first.startsWith("-") || first.equals("help");
    boolean isOfOne = first.equals("help") && args.length > 1 && !args[1].startsWith("-");
    String named = isOfOne ? args[1] : first;
    if ((isOfOne || !all) && !COMMANDS.contains(named)) {
      List<String> known = new ArrayList<>(COMMANDS);
      if (isOfOne) {
        known.add(CONDITIONS);
      }
      terminal.failure(
          "there is no command '%s'%s; 'tarn help' lists the commands"
              .formatted(named, NameHint.didYouMean(named, known)));
      return WRONG_USAGE;
    }
    // Only the command that runs is built: reading the annotations of all takes longer than most
    // run.
    CommandLine line = commandLine(all ? COMMANDS : List.of(first));
    ParseResult parsed = line.parseArgs(args);
    StringWriter help = new StringWriter();
    line.setOut(new PrintWriter(help));
    if (CommandLine.executeHelpRequest(parsed) != null) {
      terminal.print(help.toString());
      return DONE;
    }
    if (!parsed.hasSubcommand()) {
      terminal.print(line.getUsageMessage());
      return DONE;
    }
    ArgumentOrder.requireLakeFirst(parsed.subcommand());
    TarnCommand command = (TarnCommand) parsed.subcommand().commandSpec().userObject();
    return command.run();
  }

  /** What {@code tarn help conditions} tells. */
  static String conditions() {
    try (InputStream in = Main.class.getResourceAsStream("conditions.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The command with all its subcommands. */
  static CommandLine all(Terminal terminal) {
    return new Main(terminal).commandLine(COMMANDS);
  }

  private CommandLine commandLine(List<String> names) {
    CommandLine line = new CommandLine(this);
    for (String name : names) {
      CommandLine command = new CommandLine(command(name));
      command.getCommandSpec().addOption(help());
      line.addSubcommand(name, command);
    }
    if (names.size() > 1) {
      line.addSubcommand("help", new HelpCommand());
    }
    return line.registerConverter(LakeAddress.class, LakeAddress.reader(LakeAddress::of))
        .registerConverter(Path.class, LakeAddress.reader(LakeAddress::path))
        .setColorScheme(CommandLine.Help.defaultColorScheme(ansi()))
        .setUsageHelpWidth(Math.min(100, Math.max(60, terminal.width())))
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  private TarnCommand command(String name) {
    return switch (name) {
      case "quickstart" -> new QuickstartCommand(terminal);
      case "init" -> new InitCommand(terminal);
      case "create" -> new CreateCommand(terminal);
      case "import" -> new ImportCommand(terminal);
      case "tables" -> new TablesCommand(terminal);
      case "describe" -> new DescribeCommand(terminal);
      case "scan" -> new ScanCommand(terminal);
      case "count" -> new CountCommand(terminal);
      case "delete" -> new DeleteCommand(terminal);
      case "update" -> new UpdateCommand(terminal);
      case "merge" -> new MergeCommand(terminal);
      case "alter" -> new AlterCommand(terminal);
      case "clone" -> new CloneCommand(terminal);
      case "restore" -> new RestoreCommand(terminal);
      case "revert" -> new RevertCommand(terminal);
      case "rename" -> new RenameCommand(terminal);
      case "drop" -> new DropCommand(terminal);
      case "export" -> new ExportCommand(terminal);
      case "log" -> new LogCommand(terminal);
      case "changes" -> new ChangesCommand(terminal);
      case "versions" -> new VersionsCommand(terminal);
      case "attach" -> new AttachCommand(terminal);
      case "detach" -> new DetachCommand(terminal);
      case "adopt" -> new AdoptCommand(terminal);
      case "dump" -> new DumpCommand(terminal);
      case "check" -> new CheckCommand(terminal);
      case "compact" -> new CompactCommand(terminal);
      case "backup" -> new BackupCommand(terminal);
      case "repair" -> new RepairCommand(terminal);
      case "completion" -> new CompletionCommand(terminal, () -> commandLine(COMMANDS));
      default -> throw new AssertionError(name);
    };
  }

  private Ansi ansi() {
    return terminal.style() == Style.COLOURED ? Ansi.ON : Ansi.OFF;
  }

  private int wrongUsage(String message, String command) {
    terminal.failure(message);
    terminal.errorLine("See '%s --help'.".formatted(command));
    return WRONG_USAGE;
  }

  private static String message(ParameterException e, CommandSpec command) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      CommandLine tarn = command.parent() == null ? null : command.parent().commandLine();
      if (tarn != null && tarn.getCommandSpec().optionsMap().containsKey(first)) {
        return "there is no option '%s' of %s; write it before the command: tarn %s %s ..."
            .formatted(first, command.name(), first, command.name());
      }
      List<String> options = List.copyOf(command.optionsMap().keySet());
      return first.startsWith("-")
          ? "there is no option '%s'%s".formatted(first, NameHint.didYouMean(first, options))
          : "there is an argument too many, '%s'; what has spaces stands in quotes"
              .formatted(first);
    }
    ArgSpec argument = e.getArgSpec();
    String wrong = e.getValue();
    if (argument != null && argument.type().isEnum() && wrong != null) {
      List<String> values =
          Stream.of(argument.type().getEnumConstants())
              .map(each -> each.toString().toLowerCase(Locale.ROOT))
              .toList();
      return "there is no %s '%s'%s; there are %s"
          .formatted(
              argument.paramLabel().toLowerCase(Locale.ROOT),
              wrong,
              NameHint.didYouMean(wrong, values),
              String.join(", ", values));
    }
    return POSITION.matcher(String.valueOf(e.getMessage())).replaceFirst("$1: ");
  }

  private static OptionSpec help() {
    return OptionSpec.builder("-h", "--help")
        .usageHelp(true)
        .description("show this help")
        .order(Integer.MAX_VALUE)
        .build();
  }

  /** Tells what failed, below what was printed until then. */
  private int failed(Throwable e) {
    try {
      terminal.flush();
    } catch (OutputClosed | Failure ignored) {
      // What failed first is told.
    }
    if (e instanceof TarnException || e instanceof Failure) {
      terminal.failure(String.valueOf(e.getMessage()));
    } else {
      terminal.failure(
          "internal error: %s; please report it with the stack trace that TARN_DEBUG=1 shows"
              .formatted(e));
    }
    if (isDebug()) {
      terminal.error(trace(e));
    }
    return FAILED;
  }

  private boolean isDebug() {
    return "1".equals(terminal.variable("TARN_DEBUG"));
  }

  private static String trace(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  /** Tells the version of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      @Nullable String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"tarn " + (version == null ? "(development)" : version)};
    }
  }
}
