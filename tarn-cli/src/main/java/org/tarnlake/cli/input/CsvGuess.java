package org.tarnlake.cli.input;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tarnlake.schema.DataType;

/** Finds the types of a file's columns, block by block. One thread at a time. */
final class CsvGuess {
  private final TextGuess[] guesses;
  private int lines;
  private int sizeBytes;

  private CsvGuess(CsvRecordRules rules) {
    guesses = new TextGuess[rules.columnCount()];
    Arrays.setAll(guesses, i -> TextGuess.ofAny(rules.dialect().values()));
  }

  /** Of no records yet. */
  static CsvGuess ofNothing(CsvRecordRules rules) {
    return new CsvGuess(rules);
  }

  /**
   * Of the records of a block.
   *
   * @throws TextProblem if one is malformed
   */
  static CsvGuess of(TextBlock block, CsvRecordRules rules) {
    CsvGuess found = new CsvGuess(rules);
    CsvCursor cursor = rules.cursor(block);
    FieldText text = new FieldText();
    while (rules.nextReadable(cursor)) {
      for (int i = 0; i < found.guesses.length; i++) {
        if (!cursor.isNull(i)) {
          cursor.read(i, text, StringCache.NONE);
          found.add(i, text, cursor.recordLine());
        }
      }
    }
    found.lines = cursor.lines();
    found.sizeBytes = block.sizeBytes();
    return found;
  }

  /**
   * Counts a value of a column.
   *
   * @param line how many lines of the block there are before its record
   */
  void add(int column, FieldText text, int line) {
    guesses[column].add(text, line);
  }

  /**
   * Counts all that was found in another block.
   *
   * @param linesBefore how many lines of the file there are before it
   */
  void add(CsvGuess other, long linesBefore) {
    for (int i = 0; i < guesses.length; i++) {
      guesses[i].add(other.guesses[i], linesBefore);
    }
  }

  /**
   * Why a column is one of text though most of its values are not; null if it is not so.
   *
   * @param name of the column
   * @param file the file's name
   */
  @Nullable String whyText(int column, String name, String file) {
    return guesses[column].whyText(name, file);
  }

  /** What counts the values of a column. */
  TextGuess of(int column) {
    return guesses[column];
  }

  DataType type(int column) {
    return guesses[column].type();
  }

  /** How many lines the block has. */
  int lines() {
    return lines;
  }

  /** How large the block is. */
  int sizeBytes() {
    return sizeBytes;
  }
}
