package org.tarnlake.cli.input;

import java.util.ArrayList;
import java.util.List;
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
  private static final char[] DELIMITERS = {',', ';', '\t', '|'};

  private final CsvOptions options;
  private final byte[] sample;
  private final boolean isWhole;
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
   */
  CsvSniffer(CsvOptions options, byte[] sample, boolean isWhole) {
    this.options = options;
    this.sample = sample;
    this.isWhole = isWhole;
  }

  /**
   * Finds it out.
   *
   * @param usual what separates the fields of files with that suffix
   */
  Dialect find(char usual) {
    CsvDialect dialect = delimited(usual);
    if (options.firstLine() != FirstLine.UNKNOWN) {
      return new Dialect(dialect, options.firstLine() == FirstLine.NAMES, notes, null);
    }
    return withFirstLine(dialect);
  }

  private CsvDialect delimited(char usual) {
    Character given = options.delimiter();
    if (given != null) {
      return new CsvDialect(given, options);
    }
    CsvDialect best = new CsvDialect(usual, options);
    int most = columnCount(best);
    for (char each : DELIMITERS) {
      CsvDialect other = new CsvDialect(each, options);
      int count = each == usual ? 0 : columnCount(other);
      if (count > Math.max(1, most)) {
        best = other;
        most = count;
      }
    }
    if (!best.shownDelimiter().equals(new CsvDialect(usual, options).shownDelimiter())) {
      String shown = best.shownDelimiter();
      notes.add(
          "its fields are separated by %s"
              .formatted(shown.equals("tab") ? "tabs" : "'%s'".formatted(shown)));
    }
    return best;
  }

  /** How many fields every record has; 0 if not all have as many, or one is malformed. */
  private int columnCount(CsvDialect dialect) {
    int count = -1;
    for (List<@Nullable String> record : records(dialect)) {
      if (count >= 0 && record.size() != count) {
        return 0;
      }
      count = record.size();
    }
    return Math.max(0, count);
  }

  /** The first records, but for empty lines; none if one is malformed. */
  private List<List<@Nullable String>> records(CsvDialect dialect) {
    int end = isWhole ? sample.length : dialect.lastRecordEnd(sample, sample.length);
    CsvCursor cursor = new CsvCursor(dialect);
    cursor.reset(new TextBlock(sample, 0, end));
    List<List<@Nullable String>> records = new ArrayList<>();
    try {
      while (records.size() < RECORDS && cursor.next()) {
        if (!cursor.isBlank()) {
          List<@Nullable String> record = new ArrayList<>();
          for (int i = 0; i < cursor.size(); i++) {
            record.add(cursor.isNull(i) ? null : cursor.text(i));
          }
          records.add(record);
        }
      }
    } catch (TextProblem e) {
      // Whoever reads all of the file tells what is wrong.
      return List.of();
    }
    return records;
  }

  /**
   * A field of the first line that is a value (a number, a date, ...) speaks for a row; one that is
   * text while all below it are values speaks for names. Where fields speak for both, nobody knows.
   */
  private Dialect withFirstLine(CsvDialect dialect) {
    List<List<@Nullable String>> records = records(dialect);
    String name = null;
    String value = null;
    for (int i = 0; !records.isEmpty() && i < records.get(0).size(); i++) {
      String first = records.get(0).get(i);
      DataType type = first == null ? null : typeOf(List.of(first));
      if (type != null && type != DataType.STRING) {
        value =
            value != null ? value : "'%s' (field %s) is a %s".formatted(first, i + 1, kind(type));
      } else if (type != null && isOfValues(records, i)) {
        name = name != null ? name : "'%s' (field %s)".formatted(first, i + 1);
      }
    }
    if (value == null) {
      return new Dialect(dialect, true, notes, null);
    }
    if (name != null) {
      String doubt =
          "%s, which a row has, but %s stands above values as a name does; add --header if line 1 names the columns, or --no-header if it is a row"
              .formatted(value, name);
      return new Dialect(dialect, true, notes, doubt);
    }
    notes.add(
        "its first line is a row, since %s; add --header if it names the columns".formatted(value));
    return new Dialect(dialect, false, notes, null);
  }

  private boolean isOfValues(List<List<@Nullable String>> records, int column) {
    List<String> values = new ArrayList<>();
    for (List<@Nullable String> record : records.subList(1, records.size())) {
      String text = column < record.size() ? record.get(column) : null;
      if (text != null) {
        values.add(text);
      }
    }
    return !values.isEmpty() && typeOf(values) != DataType.STRING;
  }

  private DataType typeOf(List<String> texts) {
    TextGuess guess = TextGuess.ofAny(options.values());
    texts.forEach(guess::add);
    return guess.type();
  }

  private static String kind(DataType type) {
    boolean number =
        type == DataType.LONG || type == DataType.DOUBLE || type instanceof DecimalType;
    return number ? "number" : type.text();
  }
}
