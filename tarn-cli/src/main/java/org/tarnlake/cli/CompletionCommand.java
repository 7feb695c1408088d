package org.tarnlake.cli;

import java.util.function.Supplier;
import org.tarnlake.cli.terminal.Terminal;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tarn completion}: a script by which a shell completes commands and options. */
@Command(
    name = "completion",
    description = "Print a script that lets a shell complete commands, options and files.",
    footer = {
      "",
      "bash: add to ~/.bashrc                source <(tarn completion bash)",
      "zsh:  add to ~/.zshrc                 source <(tarn completion zsh)",
      "fish: tarn completion fish > ~/.config/fish/completions/tarn.fish"
    })
final class CompletionCommand implements TarnCommand {
  /** The shells that are known. */
  enum Shell {
    BASH,
    ZSH,
    FISH
  }

  private final Terminal terminal;
  private final Supplier<CommandLine> all;

  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish")
  private Shell shell = Shell.BASH;

  /**
   * @param all makes the command with all its subcommands
   */
  CompletionCommand(Terminal terminal, Supplier<CommandLine> all) {
    this.terminal = terminal;
    this.all = all;
  }

  @Override
  public int run() {
    // The script for bash asks zsh for what it has of bash's functions.
    terminal.print(shell == Shell.FISH ? fish(all.get()) : AutoComplete.bash("tarn", all.get()));
    return Main.DONE;
  }

  private static String fish(CommandLine tarn) {
    StringBuilder script = new StringBuilder("# Completion of tarn for fish.\n");
    tarn.getSubcommands()
        .forEach(
            (name, command) -> {
              script.append(
                  "complete -c tarn -n __fish_use_subcommand -f -a %s -d %s\n"
                      .formatted(
                          name, quoted(command.getCommandSpec().usageMessage().description())));
              command.getCommandSpec().options().stream()
                  .filter(option -> !option.hidden())
                  .forEach(
                      option ->
                          script.append(
                              "complete -c tarn -n '__fish_seen_subcommand_from %s' -l %s%s -d %s\n"
                                  .formatted(
                                      name,
                                      option.longestName().substring(2),
                                      option.arity().max() > 0 ? " -r" : "",
                                      quoted(option.description()))));
            });
    return script.toString();
  }

  /** The first of some lines, as fish takes it. */
  private static String quoted(String[] lines) {
    String first = lines.length == 0 ? "" : lines[0];
    return "'" + first.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
