package org.tarnlake.cli.input;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.input.CsvOptions.FirstLine;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.cli.work.InOrder;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/** A CSV file. Immutable. */
record CsvInput(InputFile file, CsvOptions options) implements Input {
  /** Enough to tell the types of most files, and little beside those that take long. */
  private static final int BLOCKS_OF_BEGINNING = 16;

  private static final List<String> OTHER_DELIMITERS = List.of(";", "\\t", "|");

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public StructType inferColumns(StructType given, Reading reading) {
    return look(given, reading, Long.MAX_VALUE).columns();
  }

  @Override
  public LikelyColumns likelyColumns(StructType given, Reading reading) {
    return look(given, reading, (long) BLOCKS_OF_BEGINNING * reading.blockBytes());
  }

  @Override
  public LikelyColumns allColumns(StructType given, Reading reading) {
    return look(given, reading, Long.MAX_VALUE);
  }

  /** Finds the columns by the blocks that begin within so many bytes. */
  private CsvLikelyColumns look(StructType given, Reading reading, long bytes) {
    file.keep();
    try (CsvText text = new CsvText(file, options, reading.passingOver())) {
      requireNames(text);
      List<String> names = cleanNames(text);
      boolean isAllGiven = names.stream().allMatch(name -> given.indexOf(name) >= 0);
      CsvGuess found = CsvGuess.ofNothing(CsvRecordRules.of(text));
      boolean isSure = isAllGiven || guess(text, bytes, found);
      List<Field> fields = new ArrayList<>();
      BitSet said = new BitSet();
      for (int i = 0; i < names.size(); i++) {
        int ordinal = given.indexOf(names.get(i));
        said.set(i, ordinal >= 0);
        fields.add(
            ordinal < 0 ? Field.optional(names.get(i), found.type(i)) : given.field(ordinal));
      }
      return new CsvLikelyColumns(this, new StructType(fields), isSure, found, said);
    }
  }

  /** Counts the blocks that begin within so many bytes; returns whether these are all. */
  private static boolean guess(CsvText text, long bytes, CsvGuess all) {
    CsvRecordRules rules = CsvRecordRules.of(text);
    long passed = 0;
    try (InOrder<TextBlock, CsvGuess> guesses = text.work(block -> CsvGuess.of(block, rules))) {
      while (passed < bytes) {
        CsvGuess each = text.next(guesses);
        if (each == null) {
          return true;
        }
        all.add(each, text.linesBefore());
        text.passLines(each.lines());
        passed += each.sizeBytes();
      }
      return false;
    }
  }

  @Override
  public RowReader open(StructType columns, Reading reading) {
    return open(columns, reading, null);
  }

  /**
   * Opens the rows.
   *
   * @param likely counts what they have; null if nobody does
   */
  RowReader open(StructType columns, Reading reading, @Nullable CsvLikelyColumns likely) {
    CsvText text = new CsvText(file, options, reading);
    try {
      return new CsvRows(name(), text, columns, ordinals(text, columns, reading), likely);
    } catch (Failure e) {
      text.close();
      throw e;
    }
  }

  /** Refuses a first line that may be a row, which would be lost, and one that nobody parted. */
  private void requireNames(CsvText text) {
    String doubt = text.dialect().doubt();
    if (doubt != null) {
      throw new Failure("%s:%s: %s".formatted(name(), text.headerLine(), doubt));
    }
    String[] header = text.header();
    if (header.length > 1 || options.delimiter() != null || !text.dialect().hasNames()) {
      return;
    }
    for (String shown : OTHER_DELIMITERS) {
      char other = shown.equals("\\t") ? '\t' : shown.charAt(0);
      if (header[0].indexOf(other) >= 0) {
        Failure noUtf8 = text.noUtf8();
        if (noUtf8 != null) {
          throw noUtf8;
        }
        throw new Failure(
            "%s:%s: the only column is called '%s'; add --delimiter '%s' if that separates columns, or else --delimiter '%s'"
                .formatted(
                    name(),
                    text.headerLine(),
                    header[0],
                    shown,
                    file.usualDelimiter() == '\t' ? "\\t" : file.usualDelimiter()));
      }
    }
  }

  private List<String> cleanNames(CsvText text) {
    String[] header = text.header();
    Map<String, Integer> given = new HashMap<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < header.length; i++) {
      String name = ColumnNames.clean(header[i], i + 1);
      Integer other = given.put(name.toLowerCase(Locale.ROOT), i);
      if (other != null) {
        throw sameColumn(text, other, i);
      }
      names.add(name);
    }
    return names;
  }

  private Failure sameColumn(CsvText text, int first, int second) {
    String[] header = text.header();
    boolean isOne = header[first].equals(header[second]);
    String problem =
        isOne
            ? "the columns %s and %s are both called '%s'"
                .formatted(first + 1, second + 1, header[first])
            : "the names '%s' and '%s' of the columns %s and %s are the same to a table"
                .formatted(header[first], header[second], first + 1, second + 1);
    String remedy =
        text.dialect().hasNames()
            ? "; rename one, or name all of them yourself: --skip %s --columns A,B,..."
                .formatted(text.headerLine())
            : "; rename one";
    return new Failure("%s:%s: %s%s".formatted(name(), text.headerLine(), problem, remedy));
  }

  /** For each field of the file the ordinal of its column in the table. */
  private int[] ordinals(CsvText text, StructType columns, Reading reading) {
    String[] header = text.header();
    int[] ordinals = new int[header.length];
    if (options.firstLine() == FirstLine.ROW && options.columns().isEmpty()) {
      boolean isNamedSo = List.of(header).stream().allMatch(name -> columns.indexOf(name) >= 0);
      if (header.length == columns.size() || !isNamedSo) {
        return byPosition(header.length, columns);
      }
    }
    int[] taken = new int[columns.size()];
    Arrays.fill(taken, -1);
    for (int i = 0; i < header.length; i++) {
      int ordinal = ColumnNames.find(columns, header[i], i + 1);
      if (ordinal < 0) {
        throw noColumn(text, reading.target().lacks(header[i], columns));
      }
      if (taken[ordinal] >= 0) {
        throw sameColumn(text, taken[ordinal], i);
      }
      taken[ordinal] = i;
      ordinals[i] = ordinal;
    }
    return ordinals;
  }

  /** Of a file without a header: its fields are the table's columns. */
  private int[] byPosition(int count, StructType columns) {
    if (count != columns.size()) {
      throw new Failure(
          "%s has %s fields a row and no header, but the table %s columns; say by --columns which they are"
              .formatted(name(), count, columns.size()));
    }
    int[] ordinals = new int[count];
    Arrays.setAll(ordinals, i -> i);
    return ordinals;
  }

  private Failure noColumn(CsvText text, String lacks) {
    if (!text.dialect().hasNames() && options.columns().isEmpty()) {
      return new Failure(
          "%s: %s; add --no-header if its fields are the table's columns in their order, or put a line of names in front"
              .formatted(name(), String.join("; ", text.dialect().notes())));
    }
    requireNames(text);
    return new Failure("%s:%s: %s".formatted(name(), text.headerLine(), lacks));
  }
}
