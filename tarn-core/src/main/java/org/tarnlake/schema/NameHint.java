package org.tarnlake.schema;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tarnlake.argument.Argument;

/** What a message adds about a name that does not exist. Stateless. */
public final class NameHint {
  private static final int LISTED_MAX = 10;

  private NameHint() {}

  /** The name that a mistyped one most likely means. */
  public static Optional<String> similar(String name, Collection<String> names) {
    Argument.require(name, "name", "a name");
    Argument.copy(names, "names", "names");
    String wanted = name.toLowerCase(Locale.ROOT);
    int best = Math.min(wanted.length(), Math.max(1, wanted.length() / 3) + 1);
    String found = null;
    for (String each : names) {
      int distance = distance(wanted, each.toLowerCase(Locale.ROOT));
      if (distance < best) {
        best = distance;
        found = each;
      }
    }
    return Optional.ofNullable(found);
  }

  /** {@code (did you mean 'x'?)} with a space in front, or nothing. */
  public static String didYouMean(String name, Collection<String> names) {
    return similar(name, names).map(found -> " (did you mean '" + found + "'?)").orElse("");
  }

  /** The names, or the first ten and how many more there are. */
  public static String list(List<String> names) {
    Argument.copy(names, "names", "names");
    int more = names.size() - LISTED_MAX;
    // To leave out one name saves nothing.
    return more <= 1
        ? String.join(", ", names)
        : String.format(
            Locale.ROOT, "%s and %,d more", String.join(", ", names.subList(0, LISTED_MAX)), more);
  }

  /** The edits, an exchange of neighbours being one, that turn one word into the other. */
  private static int distance(String from, String to) {
    int[][] edits = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int least = Math.min(edits[i - 1][j], edits[i][j - 1]) + 1;
        least = Math.min(least, edits[i - 1][j - 1] + (same ? 0 : 1));
        boolean exchanged =
            i > 1
                && j > 1
                && from.charAt(i - 1) == to.charAt(j - 2)
                && from.charAt(i - 2) == to.charAt(j - 1);
        edits[i][j] = exchanged ? Math.min(least, edits[i - 2][j - 2] + 1) : least;
      }
    }
    return edits[from.length()][to.length()];
  }
}
