package org.tarnlake.cli.terminal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Numbers, sizes and names as people read them. Stateless. */
public final class Words {
  private Words() {}

  /** A number with its thousands apart: {@code 1,234,567}. */
  public static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A number and the noun it counts: {@code 1 row}, {@code 2,000 rows}. */
  public static String count(long value, String noun) {
    return number(value) + " " + noun + (value == 1 ? "" : "s");
  }

  /** A size with the largest unit that keeps it at 1 or more: {@code 17 B}, {@code 1.2 MB}. */
  public static String bytes(long sizeBytes) {
    if (sizeBytes < 1000) {
      return sizeBytes + " B";
    }
    String units = "kMGTPE";
    double size = sizeBytes / 1000.0;
    int unit = 0;
    while (size >= 999.95 && unit < units.length() - 1) {
      size /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %cB", size, units.charAt(unit));
  }

  /** Words in lines that start with an indent and have at most that width, if the words allow. */
  public static List<String> wrap(List<String> words, String indent, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(indent);
    for (String word : words) {
      if (line.length() > indent.length() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line = new StringBuilder(indent);
      }
      line.append(line.length() > indent.length() ? " " : "").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /** The candidate that a mistyped name most likely means. */
  public static Optional<String> similar(String name, Collection<String> candidates) {
    String wanted = name.toLowerCase(Locale.ROOT);
    int best = Math.min(wanted.length(), Math.max(1, wanted.length() / 3) + 1);
    String found = null;
    for (String candidate : candidates) {
      int distance = distance(wanted, candidate.toLowerCase(Locale.ROOT));
      if (distance < best) {
        best = distance;
        found = candidate;
      }
    }
    return Optional.ofNullable(found);
  }

  /** {@code (did you mean 'x'?)} with a space in front, or nothing. */
  public static String didYouMean(String name, Collection<String> candidates) {
    return similar(name, candidates).map(found -> " (did you mean '" + found + "'?)").orElse("");
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
