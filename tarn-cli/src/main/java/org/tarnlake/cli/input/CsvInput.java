package org.tarnlake.cli.input;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tarnlake.cli.input.CsvFormat.Delimiter;
import org.tarnlake.cli.input.CsvFormat.FirstLine;
import org.tarnlake.cli.terminal.Failure;
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
  public StructType inferColumns(Reading reading) {
    file.keep();
    try (CsvText text = open(reading)) {
      String[] header = text.header();
      requireNames(header);
      List<String> names = cleanNames(header);
      CsvGuess found = guess(text, new CsvRecordRules(dialect(), header));
      List<Field> fields = new ArrayList<>();
      for (int i = 0; i < header.length; i++) {
        fields.add(Field.optional(names.get(i), found.type(i)));
      }
      return new StructType(fields);
    }
  }

  private static CsvGuess guess(CsvText text, CsvRecordRules rules) {
    CsvGuess all = CsvGuess.ofNothing(rules.columnCount());
    try (InOrder<CsvGuess> guesses = text.work(block -> CsvGuess.of(block, rules))) {
      for (CsvGuess each = text.next(guesses); each != null; each = text.next(guesses)) {
        all.add(each);
        text.passLines(each.lines());
      }
      return all;
    }
  }

  @Override
  public RowReader open(StructType columns, Reading reading) {
    CsvText text = open(reading);
    try {
      CsvRecordRules rules = new CsvRecordRules(dialect(), text.header());
      return new CsvRows(name(), text, rules, columns, ordinals(text.header(), columns));
    } catch (Failure e) {
      text.close();
      throw e;
    }
  }

  private CsvText open(Reading reading) {
    return new CsvText(file, dialect(), reading);
  }

  private CsvDialect dialect() {
    return new CsvDialect(format.delimiter());
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
