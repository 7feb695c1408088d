package org.tarnlake.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Numbers, sizes and names as people read them. Stateless. */
public final class Words {
  private Words() {}

  /** A number with its thousands apart: {@code 1,234,567}. */
  public static String number(long value) {
    // A formatter would load what it knows of languages, which takes longer than most commands do.
    StringBuilder digits = new StringBuilder(Long.toString(value));
    int first = value < 0 ? 1 : 0;
    for (int i = digits.length() - 3; i > first; i -= 3) {
      digits.insert(i, ',');
    }
    return digits.toString();
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
    long tenths = Math.round(size * 10);
    return "%s.%s %sB".formatted(tenths / 10, tenths % 10, units.charAt(unit));
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

  /** A word of a command as a shell takes it: in quotes where it needs some. */
  public static String shell(String word) {
    boolean isPlain =
        !word.isEmpty()
            && word.chars()
                .allMatch(c -> Character.isLetterOrDigit(c) || "/._-=+:,@%~".indexOf(c) >= 0);
    return isPlain ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
