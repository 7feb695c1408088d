package org.tarnlake.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A golden script: a text of comments ({@code #}), files to write ({@code > name}, up to a line
 * {@code <}), commands ({@code $ tarn ...}) and below each its output, then its errors, each line
 * after {@code ! }, then its exit status in brackets unless it is 0. Sizes and UUIDs, which may
 * differ, are shown as {@code SIZE} and {@code UUID}.
 */
final class Transcript {
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final Pattern SIZE = Pattern.compile(" *\\b\\d+(\\.\\d)? [kMG]?B\\b");
  private static final Pattern JSON_SIZE = Pattern.compile("(\"(?:sizeBytes|bytesAdded)\":)\\d+");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private Transcript() {}

  /** Runs the commands of a script and returns the script with what they really printed. */
  static String replay(String script, Cli cli) {
    StringBuilder out = new StringBuilder();
    List<String> lines = new ArrayList<>(script.lines().toList());
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("> ")) {
        int end = lines.subList(i, lines.size()).indexOf("<") + i;
        List<String> file = lines.subList(i + 1, end);
        cli.write(
            line.substring(2).strip(), String.join("\n", file) + (file.isEmpty() ? "" : "\n"));
        lines.subList(i, end + 1).forEach(l -> out.append(l).append('\n'));
        i = end;
      } else if (line.startsWith("$ tarn")) {
        out.append(line).append('\n').append(run(line, cli));
      } else if (line.startsWith("#") || (line.isEmpty() && isScript(lines, i + 1))) {
        out.append(line).append('\n');
      }
    }
    return out.toString();
  }

  /**
   * The text with what differs from run to run, or from one version of the writer to the next,
   * replaced.
   */
  static String steady(String text) {
    String sized = JSON_SIZE.matcher(SIZE.matcher(text).replaceAll(" SIZE")).replaceAll("$1SIZE");
    return UUID.matcher(sized).replaceAll("UUID");
  }

  /** Whether a line is no output of the command above. */
  private static boolean isScript(List<String> lines, int index) {
    String line = index < lines.size() ? lines.get(index) : "#";
    return line.startsWith("#") || line.startsWith("> ") || line.startsWith("$ tarn");
  }

  private static String run(String line, Cli cli) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line.substring("$ tarn".length()));
    while (matcher.find()) {
      words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
    }
    Cli.Result result = cli.run(words.toArray(String[]::new));
    StringBuilder shown = new StringBuilder(steady(result.out()));
    steady(result.err()).lines().forEach(l -> shown.append("! ").append(l).append('\n'));
    if (result.status() != 0) {
      shown.append('[').append(result.status()).append("]\n");
    }
    return shown.toString();
  }
}
