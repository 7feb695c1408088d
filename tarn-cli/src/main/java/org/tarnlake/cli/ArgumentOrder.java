package org.tarnlake.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.tarnlake.cli.terminal.Words;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Tells whoever named a lake, and not in the first place. Stateless. */
final class ArgumentOrder {
  /** What may be a lake in another place. */
  private static final Set<String> FOLDERS = Set.of("FOLDER", "TARGET");

  private ArgumentOrder() {}

  /** Throws WrongUsage if a lake is named, but not by the first argument, which has to be one. */
  static void requireLakeFirst(ParseResult command) {
    List<String> given = new ArrayList<>();
    for (PositionalParamSpec each : command.matchedPositionals()) {
      if (FOLDERS.contains(each.paramLabel())) {
        return;
      }
      given.addAll(each.originalStringValues());
    }
    List<PositionalParamSpec> all = command.commandSpec().positionalParameters();
    if (given.size() < 2 || !all.get(0).paramLabel().equals("LAKE") || isFolder(given.get(0))) {
      return;
    }
    for (String each : given.subList(1, given.size())) {
      if (isLake(each)) {
        List<String> right = new ArrayList<>(given);
        right.remove(each);
        right.add(0, each);
        throw new WrongUsage(
            "the lake comes first: %s %s%s"
                .formatted(
                    command.commandSpec().qualifiedName(),
                    right.stream().map(Words::shell).collect(Collectors.joining(" ")),
                    command.matchedOptions().isEmpty() ? "" : " ..."));
      }
    }
  }

  private static boolean isFolder(String text) {
    try {
      return Files.isDirectory(Path.of(text));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static boolean isLake(String text) {
    return isFolder(text) && isFolder(text + "/_tarn");
  }
}
