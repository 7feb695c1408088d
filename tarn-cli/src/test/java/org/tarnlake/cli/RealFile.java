package org.tarnlake.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of other people, as {@code real-files/files.txt} lists it: how a user imports it, how the
 * judge is to read it, and what is told of it.
 *
 * @param options what a user adds to {@code tarn import LAKE t=FILE --create}
 * @param judged the file that the judge reads, if that is another one
 * @param duckDb options of DuckDB's reader that are not the usual ones, as SQL
 * @param times how dates and times are written that DuckDB does not know by itself
 * @param said what the import must say, each a part of it
 * @param refused how the message begins, if the file is refused
 */
record RealFile(
    String name,
    List<String> options,
    String judged,
    Map<String, String> duckDb,
    List<String> times,
    List<String> said,
    @Nullable String refused) {
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

  /** Reads the list. */
  static List<RealFile> parse(String list) {
    List<RealFile> files = new ArrayList<>();
    for (String block : list.split("\n(\\s*\n)+")) {
      List<String> lines = block.lines().filter(line -> !line.startsWith("#")).toList();
      if (!lines.isEmpty()) {
        files.add(one(lines));
      }
    }
    return files;
  }

  private static RealFile one(List<String> lines) {
    String name = lines.get(0);
    List<String> options = new ArrayList<>();
    String judged = name;
    Map<String, String> duckDb = new LinkedHashMap<>();
    List<String> times = new ArrayList<>();
    List<String> said = new ArrayList<>();
    String refused = null;
    for (String line : lines.subList(1, lines.size())) {
      String text = line.strip();
      String key = text.substring(0, text.indexOf(' '));
      String value = text.substring(key.length() + 1);
      switch (key) {
        case "import" -> options.addAll(words(value));
        case "judged" -> judged = value;
        case "duckdb" -> {
          int equals = value.indexOf('=');
          duckDb.put(value.substring(0, equals), value.substring(equals + 1));
        }
        case "times" -> times.add(value);
        case "says" -> said.add(value);
        case "refused" -> refused = value;
        default -> throw new IllegalArgumentException(name + ": " + line);
      }
    }
    return new RealFile(name, options, judged, duckDb, times, said, refused);
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      words.add(
          matcher.group(1) != null
              ? matcher.group(1)
              : matcher.group(2) != null ? matcher.group(2) : matcher.group(3));
    }
    return words;
  }

  @Override
  public String toString() {
    return name;
  }
}
