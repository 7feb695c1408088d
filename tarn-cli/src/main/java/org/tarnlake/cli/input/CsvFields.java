package org.tarnlake.cli.input;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where the fields of a block's records stand. One thread at a time. */
final class CsvFields {
  private static final int NULL = -1;

  private final CsvRecordRules rules;
  private final int columnCount;
  private int recordCount;
  private byte[] bytes = {};

  /** By record, and in it by column; {@link #NULL}, or below it the number of a rewritten one. */
  private int[] starts;

  private int[] ends;

  /** How many lines of the block there are before each record. */
  private int[] lines = new int[16];

  /** Those that stand otherwise in the text, since quotes in them are doubled. */
  private final List<byte[]> rewritten = new ArrayList<>();

  CsvFields(CsvRecordRules rules) {
    this.rules = rules;
    this.columnCount = rules.columnCount();
    this.starts = new int[16 * columnCount];
    this.ends = new int[16 * columnCount];
  }

  /**
   * Goes to another block; returns how many lines it has.
   *
   * @throws TextProblem if a record of it is none
   */
  int read(TextBlock block) {
    bytes = block.bytes();
    recordCount = 0;
    rewritten.clear();
    CsvCursor cursor = rules.cursor(block);
    while (rules.next(cursor)) {
      int at = recordCount * columnCount;
      if (at + columnCount > starts.length) {
        starts = Arrays.copyOf(starts, 2 * starts.length);
        ends = Arrays.copyOf(ends, starts.length);
      }
      if (recordCount == lines.length) {
        lines = Arrays.copyOf(lines, 2 * recordCount);
      }
      lines[recordCount] = cursor.recordLine();
      for (int i = 0; i < columnCount; i++) {
        add(cursor, i, at + i);
      }
      recordCount++;
    }
    return cursor.lines();
  }

  private void add(CsvCursor cursor, int field, int at) {
    if (cursor.isNull(field)) {
      starts[at] = NULL;
    } else if (cursor.isAsWritten(field)) {
      starts[at] = cursor.start(field);
      ends[at] = cursor.end(field);
    } else {
      byte[] plain = cursor.withoutDoubledQuotes(field);
      starts[at] = NULL - 1 - rewritten.size();
      ends[at] = plain.length;
      rewritten.add(plain);
    }
  }

  int recordCount() {
    return recordCount;
  }

  /** How many lines of the block there are before a record. */
  int line(int record) {
    return lines[record];
  }

  /** The text of the block, which has all fields but those that are rewritten. */
  byte[] bytes() {
    return bytes;
  }

  boolean isNull(int record, int column) {
    return starts[record * columnCount + column] == NULL;
  }

  /** Where in the block's text a field starts; negative if it is null or rewritten. */
  int start(int record, int column) {
    return starts[record * columnCount + column];
  }

  /** Where in the block's text a field ends, exclusive. */
  int end(int record, int column) {
    return ends[record * columnCount + column];
  }

  /** How many bytes a field has that is not null. */
  int length(int record, int column) {
    int at = record * columnCount + column;
    return ends[at] - Math.max(0, starts[at]);
  }

  /** Has a text stand for a field that is not null. */
  void read(int record, int column, FieldText text) {
    int at = record * columnCount + column;
    int start = starts[at];
    if (start >= 0) {
      text.set(bytes, start, ends[at], StringCache.NONE);
    } else {
      text.set(rewritten.get(NULL - 1 - start), 0, ends[at], StringCache.NONE);
    }
  }
}
