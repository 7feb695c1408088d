package org.tarnlake.cli.input;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/** Makes rows of the records of a block. One thread at a time. */
final class CsvRowParser {
  private final CsvRecordRules rules;
  private final StructType columns;
  private final @Nullable Object[] empty;
  private final int[] ordinals;
  private final TextForms forms;
  private final DataType[] types;
  private final boolean[] untyped;
  private final StringCache[] strings;
  private final FieldText text = new FieldText();

  /**
   * The rows of a block, up to the first that is none and is not passed over.
   *
   * @param rowLines how many lines of the block there are before each row
   * @param rowStarts where each row begins in the block's bytes
   * @param lines how many lines the block has
   * @param wrong the records that are no rows
   * @param seen what values the rows have, if that was asked for
   */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares two of them.
  record Rows(
      TextBlock block,
      List<@Nullable Object[]> rows,
      int[] rowLines,
      int[] rowStarts,
      int lines,
      List<WrongRecord> wrong,
      @Nullable CsvGuess seen) {}

  /**
   * A record that is no row.
   *
   * @param rowsBefore how many rows of the block there are before it
   * @param line how many lines of the block there are before it
   * @param lines how many it has
   * @param text as it stands in the file
   */
  record WrongRecord(int rowsBefore, int line, int lines, TextProblem problem, String text) {}

  /**
   * @param ordinals for each field of the file the ordinal of its column in the table
   */
  CsvRowParser(CsvRecordRules rules, StructType columns, int[] ordinals) {
    this.rules = rules;
    this.columns = columns;
    this.empty = new ColumnDefaults(columns).row();
    this.ordinals = ordinals;
    this.forms = rules.dialect().values();
    this.types = new DataType[ordinals.length];
    this.untyped = new boolean[ordinals.length];
    for (int i = 0; i < ordinals.length; i++) {
      Field column = columns.field(ordinals[i]);
      types[i] = column.type();
      untyped[i] = column.isUntyped();
    }
    this.strings = new StringCache[ordinals.length];
    Arrays.setAll(strings, i -> types[i] == DataType.STRING ? new StringCache() : StringCache.NONE);
  }

  /**
   * Reads a block.
   *
   * @param seen counts its values; null if nobody does
   */
  Rows parse(TextBlock block, @Nullable CsvGuess seen) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    List<WrongRecord> wrong = new ArrayList<>();
    int[] rowLines = new int[64];
    int[] rowStarts = new int[64];
    CsvCursor cursor = rules.cursor(block);
    boolean more = true;
    while (more) {
      try {
        while (rules.next(cursor)) {
          if (rows.size() == rowLines.length) {
            rowLines = Arrays.copyOf(rowLines, 2 * rowLines.length);
            rowStarts = Arrays.copyOf(rowStarts, 2 * rowStarts.length);
          }
          rowLines[rows.size()] = cursor.recordLine();
          rowStarts[rows.size()] = cursor.recordStart();
          rows.add(row(cursor, seen));
        }
        more = false;
      } catch (TextProblem e) {
        more = rules.passesOver(e);
        wrong.add(
            more
                ? new WrongRecord(
                    rows.size(),
                    cursor.recordLine(),
                    cursor.recordLines(),
                    e,
                    cursor.record().shown())
                : new WrongRecord(rows.size(), cursor.recordLine(), 0, e, ""));
      }
    }
    return new Rows(block, rows, rowLines, rowStarts, cursor.lines(), wrong, seen);
  }

  /** What to do about a text that is no value of its column's type. */
  private String remedy(String value, Field column) {
    DataType type = column.type();
    String correct =
        column.nullable() ? "correct the value, or leave it empty for null" : "correct the value";
    String option = Remedies.option(value, type, forms);
    return option == null ? correct : option + ", or " + correct;
  }

  private @Nullable Object[] row(CsvCursor cursor, @Nullable CsvGuess seen) {
    @Nullable Object[] row = empty.clone();
    for (int i = 0; i < ordinals.length; i++) {
      row[ordinals[i]] = null;
      if (!cursor.isNull(i)) {
        cursor.read(i, text, strings[i]);
        if (seen != null) {
          seen.add(i, text, cursor.recordLine());
        }
        try {
          row[ordinals[i]] =
              untyped[i]
                  ? TextValues.untyped(text.toString(), forms)
                  : TextValues.parse(types[i], text, forms);
        } catch (InvalidDataException e) {
          throw TextProblem.ofColumn(
              cursor.recordLine(),
              rules.header()[i],
              "column '%s' (field %s): %s; %s"
                  .formatted(
                      rules.header()[i],
                      i + 1,
                      e.getMessage(),
                      remedy(text.toString(), columns.field(ordinals[i]))),
              e);
        }
      }
    }
    return row;
  }
}
