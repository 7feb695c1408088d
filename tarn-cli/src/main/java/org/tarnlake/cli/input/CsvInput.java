package org.tarnlake.cli.input;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tarnlake.cli.input.CsvFormat.Delimiter;
import org.tarnlake.cli.input.CsvFormat.FirstLine;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.cli.terminal.Words;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.NameHint;
import org.tarnlake.schema.StructType;

/** A CSV file whose first line names the columns. Immutable. */
record CsvInput(InputFile file, CsvFormat format) implements Input {
  private static final List<String> OTHER_DELIMITERS = List.of(";", "\\t", "|");

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public StructType inferColumns() {
    file.keep();
    try (CsvRecords records = new CsvRecords(file, format.delimiter())) {
      String[] header = header(records);
      requireNames(header);
      List<String> names = cleanNames(header);
      TextGuess[] guesses = new TextGuess[header.length];
      Arrays.setAll(guesses, i -> TextGuess.ofAny());
      for (CsvRecord record = records.next(); record != null; record = records.next()) {
        if (!isBlank(record, header.length)) {
          checkFieldCount(record, header);
          for (int i = 0; i < guesses.length; i++) {
            String text = record.field(i);
            if (text != null) {
              guesses[i].add(text);
            }
          }
        }
      }
      List<Field> fields = new ArrayList<>();
      for (int i = 0; i < guesses.length; i++) {
        fields.add(Field.optional(names.get(i), guesses[i].type()));
      }
      return new StructType(fields);
    }
  }

  @Override
  public RowReader open(StructType columns) {
    CsvRecords records = new CsvRecords(file, format.delimiter());
    try {
      String[] header = header(records);
      return new CsvRows(this, records, header, columns, ordinals(header, columns));
    } catch (Failure e) {
      records.close();
      throw e;
    }
  }

  /** Whether a record is an empty line; in a file of one column that is a null. */
  static boolean isBlank(CsvRecord record, int columnCount) {
    return columnCount > 1 && record.isBlank();
  }

  void checkFieldCount(CsvRecord record, String[] header) {
    if (record.size() > header.length) {
      throw new Failure(
          "%s:%s: field %s ('%s') is beyond the %s of the header; quote a field that contains '%s'"
              .formatted(
                  name(),
                  record.line(),
                  header.length + 1,
                  record.field(header.length) == null ? "" : record.field(header.length),
                  Words.count(header.length, "column"),
                  shownDelimiter()));
    }
    if (record.size() < header.length) {
      throw new Failure(
          "%s:%s: %s where the header has %s, from column '%s' on; leave a missing value empty, but keep its '%s'"
              .formatted(
                  name(),
                  record.line(),
                  Words.count(record.size(), "field"),
                  header.length,
                  header[record.size()],
                  shownDelimiter()));
    }
  }

  private String shownDelimiter() {
    return format.delimiter() == '\t' ? "tab" : String.valueOf(format.delimiter());
  }

  /** Refuses a first line of values, which would be lost, and one of names that nobody parted. */
  private void requireNames(String[] header) {
    for (int i = 0; i < header.length && format.firstLine() != FirstLine.NAMES; i++) {
      TextGuess guess = TextGuess.ofAny();
      guess.add(header[i]);
      if (guess.type() != DataType.STRING) {
        throw new Failure(
            "%s:1: '%s' (field %s) is a %s rather than the name of a column; put a line of names in front, or add --header if this is one"
                .formatted(name(), header[i], i + 1, kind(guess.type())));
      }
    }
    if (header.length > 1 || format.delimiterIs() == Delimiter.GIVEN) {
      return;
    }
    for (String shown : OTHER_DELIMITERS) {
      char other = shown.equals("\\t") ? '\t' : shown.charAt(0);
      if (header[0].indexOf(other) >= 0) {
        throw new Failure(
            "%s:1: the only column is called '%s'; add --delimiter '%s' if that separates columns, or else --delimiter '%s'"
                .formatted(name(), header[0], shown, format.delimiter()));
      }
    }
  }

  private static String kind(DataType type) {
    boolean number =
        type == DataType.LONG || type == DataType.DOUBLE || type instanceof DecimalType;
    return number ? "number" : type.text();
  }

  private String[] header(CsvRecords records) {
    CsvRecord record = records.next();
    while (record != null && record.isBlank()) {
      record = records.next();
    }
    if (record == null) {
      throw new Failure("%s is empty; its first line must name the columns".formatted(file.name()));
    }
    String[] header = new String[record.size()];
    for (int i = 0; i < header.length; i++) {
      String name = record.field(i);
      header[i] = name == null ? "" : name;
    }
    return header;
  }

  private List<String> cleanNames(String[] header) {
    Map<String, String> given = new HashMap<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < header.length; i++) {
      String name = ColumnNames.clean(header[i], i + 1);
      String other = given.put(name.toLowerCase(Locale.ROOT), header[i]);
      if (other != null) {
        throw new Failure(
            "%s:1: the header's names '%s' and '%s' are the same column '%s'; rename one"
                .formatted(file.name(), other, header[i], name));
      }
      names.add(name);
    }
    return names;
  }

  /** For each field of the file the ordinal of its column in the table. */
  private int[] ordinals(String[] header, StructType columns) {
    int[] ordinals = new int[header.length];
    String[] taken = new String[columns.size()];
    for (int i = 0; i < header.length; i++) {
      int ordinal = ColumnNames.find(columns, header[i], i + 1);
      if (ordinal < 0) {
        requireNames(header);
        throw new Failure(
            "%s:1: the table has no column '%s'%s; its columns are %s"
                .formatted(
                    file.name(),
                    header[i],
                    NameHint.didYouMean(header[i], columns.names()),
                    NameHint.list(columns.names())));
      }
      if (taken[ordinal] != null) {
        throw new Failure(
            "%s:1: the header's names '%s' and '%s' are the same column '%s'; rename one"
                .formatted(file.name(), taken[ordinal], header[i], columns.field(ordinal).name()));
      }
      taken[ordinal] = header[i];
      ordinals[i] = ordinal;
    }
    return ordinals;
  }
}
