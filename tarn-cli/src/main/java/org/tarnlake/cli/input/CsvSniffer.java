package org.tarnlake.cli.input;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.input.CsvOptions.FirstLine;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;

/**
 * Tells from the beginning of a CSV file what the user did not say: what separates fields, and
 * whether the first line names the columns (docs/import.md). One thread at a time.
 */
final class CsvSniffer {
  /** How much of a file is looked at. */
  static final int SAMPLE_BYTES = 1 << 16;

  private static final int RECORDS = 1000;
  private static final int LINES_IN_FRONT_MAX = 20;
  private static final char[] DELIMITERS = {',', ';', '\t', '|'};
  private static final Pattern DELIMITER_LINE =
      Pattern.compile("(?i)sep=([\t !#-~])\\R.*", Pattern.DOTALL);

  private final CsvOptions options;
  private final byte[] sample;
  private final boolean isWhole;
  private final @Nullable Character said;
  private final List<String> notes = new ArrayList<>();

  /**
   * What a file is like.
   *
   * @param hasNames whether its first line names the columns
   * @param notes what was decided that the user should know
   * @param doubt why it cannot be told whether it does; null if it can
   */
  record Dialect(
      CsvDialect dialect, boolean hasNames, List<String> notes, @Nullable String doubt) {}

  /**
   * @param sample the beginning of the file
   * @param isWhole whether that is all of it
   * @param said what separates fields, as the line before says; null if there is no such line
   */
  CsvSniffer(CsvOptions options, byte[] sample, boolean isWhole, @Nullable Character said) {
    this.options = options;
    this.sample = sample;
    this.isWhole = isWhole;
    this.said = said;
  }

  /**
   * What separates fields by a first line such as {@code sep=;}, which Excel writes and reads and
   * which is no part of the table; null if there is none.
   */
  static @Nullable Character saidDelimiter(byte[] sample) {
    String line = new String(sample, 0, Math.min(sample.length, 8), StandardCharsets.US_ASCII);
    Matcher matcher = DELIMITER_LINE.matcher(line);
    return matcher.matches() ? matcher.group(1).charAt(0) : null;
  }

  /**
   * Finds it out.
   *
   * @param usual what separates the fields of files with that suffix
   */
  Dialect find(char usual) {
    char delimiter = delimiter(usual);
    CsvDialect dialect = new CsvDialect(delimiter, options);
    List<List<@Nullable String>> records = records(dialect, true);
    unusedFormats(records);
    boolean hasOneField = !records.isEmpty() && records.get(0).size() == 1;
    String inFront = hasOneField ? linesInFront(delimiter) : null;
    if (inFront != null) {
      return new Dialect(dialect, true, notes, inFront);
    }
    if (options.firstLine() != FirstLine.UNKNOWN) {
      return new Dialect(dialect, options.firstLine() == FirstLine.NAMES, notes, null);
    }
    return withFirstLine(dialect, records);
  }

  private char delimiter(char usual) {
    Character given = options.delimiter();
    if (given != null) {
      return given;
    }
    if (said != null) {
      notes.add("its fields are separated by %s, as its first line says".formatted(shown(said)));
      return said;
    }
    boolean isNoComma = options.values().decimalComma();
    char best = isNoComma && usual == ',' ? ';' : usual;
    int most = Math.max(1, columnCount(best));
    for (char each : DELIMITERS) {
      int count = isNoComma && each == ',' ? 0 : columnCount(each);
      if (count > most) {
        best = each;
        most = count;
      }
    }
    if (best != usual && most > 1) {
      notes.add("its fields are separated by %s".formatted(shown(best)));
    }
    return best;
  }

  private static String shown(char delimiter) {
    return delimiter == '\t' ? "tabs" : "'" + delimiter + "'";
  }

  /** How many fields every record has; 0 if not all have as many, or one is malformed. */
  private int columnCount(char delimiter) {
    int count = -1;
    for (List<@Nullable String> record : records(new CsvDialect(delimiter, options), false)) {
      if (count >= 0 && record.size() != count) {
        return 0;
      }
      count = record.size();
    }
    return Math.max(0, count);
  }

  /**
   * Why lines in front may be no part of the table, such as a title: each has one field, and all
   * records behind them have the same number of several. Null if there are no such lines.
   */
  private @Nullable String linesInFront(char delimiter) {
    if (options.delimiter() != null || said != null) {
      return null;
    }
    String doubt = null;
    int most = 1;
    for (char each : DELIMITERS) {
      CsvDialect dialect = new CsvDialect(each, options);
      List<List<@Nullable String>> records = records(dialect, false);
      int first = records.size();
      int count = records.isEmpty() ? 0 : records.get(first - 1).size();
      while (first > 0 && records.get(first - 1).size() == count) {
        first--;
      }
      boolean mayBe =
          first > 0 && first <= LINES_IN_FRONT_MAX && records.size() - first > 1 && count > most;
      if (mayBe && records.subList(0, first).stream().allMatch(record -> record.size() == 1)) {
        most = count;
        long lines = options.skippedLines() + lineOf(dialect, first);
        String oneColumn =
            ", or --delimiter '%s' if the table has one column"
                .formatted(delimiter == '\t' ? "\\t" : delimiter);
        doubt =
            "what is in front of line %s has one field, but from there on each record has %s, separated by %s; add --skip %s if that is no part of the table%s"
                .formatted(
                    lines + 1, count, shown(each), lines, each == delimiter ? "" : oneColumn);
      }
    }
    return doubt;
  }

  /** How many lines there are before a record, counted without empty lines. */
  private int lineOf(CsvDialect dialect, int record) {
    CsvCursor cursor = new CsvCursor(dialect);
    cursor.reset(new TextBlock(sample, 0, sample.length));
    for (int found = -1; found < record && cursor.next(); ) {
      found += cursor.isBlank() ? 0 : 1;
    }
    return cursor.recordLine();
  }

  /**
   * The first records, but for empty lines.
   *
   * @param passesOver whether malformed records are passed over; else there are none if one is
   */
  private List<List<@Nullable String>> records(CsvDialect dialect, boolean passesOver) {
    int end = isWhole ? sample.length : dialect.lastRecordEnd(sample, sample.length);
    CsvCursor cursor = new CsvCursor(dialect);
    cursor.reset(new TextBlock(sample, 0, end));
    List<List<@Nullable String>> records = new ArrayList<>();
    boolean more = true;
    while (more) {
      try {
        more = records.size() < RECORDS && cursor.next();
        if (more && !cursor.isBlank()) {
          records.add(fields(cursor));
        }
      } catch (TextProblem e) {
        // Whoever reads all of the file tells what is wrong.
        if (!passesOver) {
          return List.of();
        }
        more = !e.isOfFile();
      }
    }
    return records;
  }

  private static List<@Nullable String> fields(CsvCursor cursor) {
    List<@Nullable String> fields = new ArrayList<>();
    for (int i = 0; i < cursor.size(); i++) {
      fields.add(cursor.isNull(i) ? null : cursor.text(i));
    }
    return fields;
  }

  /**
   * A first line of texts names the columns; one of values (numbers, dates, ...) is a row. One that
   * has both may be either, as a row with a name in it and names with a year among them are.
   */
  private Dialect withFirstLine(CsvDialect dialect, List<List<@Nullable String>> records) {
    if (!isWhole && records.isEmpty()) {
      String none =
          "no record ends within the first 64 KiB, so that it is not told whether the first is a row or the names of the columns; add --no-header or --header";
      return new Dialect(dialect, true, notes, none);
    }
    List<@Nullable String> first = records.isEmpty() ? List.of() : records.get(0);
    String text = null;
    String value = null;
    for (int i = 0; i < first.size(); i++) {
      String field = first.get(i);
      DataType type = field == null ? null : typeOf(field);
      if (type == DataType.STRING) {
        text = text != null ? text : "'%s' (field %s) is a text".formatted(field, i + 1);
      } else if (type != null && value == null) {
        value = "'%s' (field %s) is a %s".formatted(field, i + 1, kind(type));
      }
    }
    if (value != null && text == null) {
      notes.add("its first line is a row, since %s".formatted(value));
      return new Dialect(dialect, false, notes, null);
    }
    String doubt =
        value == null
            ? null
            : "%s and %s, so that this may be a row or the names of the columns; add --no-header or --header"
                .formatted(text, value);
    return new Dialect(dialect, true, notes, doubt);
  }

  /** Tells of a format of times that nothing in the sample has. */
  private void unusedFormats(List<List<@Nullable String>> records) {
    for (int i = 0; i < options.values().times().size(); i++) {
      TextForms only = new TextForms(false, (char) 0, List.of(options.values().times().get(i)));
      boolean isUsed =
          records.stream()
              .flatMap(List::stream)
              .anyMatch(field -> field != null && only.timeType(field) != null);
      if (!isUsed) {
        notes.add(
            "nothing in its beginning fits the %s. --date-format; its letters are d, M and y for days, months and years, H, m and s for times"
                .formatted(i + 1));
      }
    }
  }

  private DataType typeOf(String text) {
    TextGuess guess = TextGuess.ofAny(options.values());
    guess.add(text);
    return guess.type();
  }

  private static String kind(DataType type) {
    boolean number =
        type == DataType.LONG || type == DataType.DOUBLE || type instanceof DecimalType;
    return number ? "number" : type.text();
  }
}
