package org.tarnlake.cli.input;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.StructType;

/**
 * Makes batches of the records of blocks, column by column: one short loop reads many values of one
 * type, and none is an object. One thread at a time.
 */
final class CsvBatchParser {
  private final StructType columns;
  private final ColumnDefaults defaults;
  private final int[] ordinals;
  private final CsvFields fields;
  private final TextColumn[] readers;

  /**
   * @param ordinals for each field of the file the ordinal of its column in the table
   */
  CsvBatchParser(CsvRecordRules rules, StructType columns, int[] ordinals) {
    this.columns = columns;
    this.defaults = new ColumnDefaults(columns);
    this.ordinals = ordinals;
    this.fields = new CsvFields(rules);
    this.readers = new TextColumn[ordinals.length];
    for (int i = 0; i < ordinals.length; i++) {
      readers[i] = new TextColumn(columns.field(ordinals[i]).type(), rules.dialect().values());
    }
  }

  /** Whether all columns of a table are of types that can be read so. */
  static boolean suits(StructType columns) {
    return columns.fields().stream().allMatch(TextColumn::suits);
  }

  /**
   * All rows of a block.
   *
   * @param lines how many lines it has
   * @param seen what values the rows have, if that was asked for
   */
  record Rows(TextBlock block, Batch batch, int lines, @Nullable CsvGuess seen) {}

  /**
   * Reads a block; null if a record of it is no row.
   *
   * @param seen counts its values; null if nobody does
   */
  @Nullable Rows parse(TextBlock block, @Nullable CsvGuess seen) {
    try {
      int lines = fields.read(block);
      int count = fields.recordCount();
      List<@Nullable Vector> read = new ArrayList<>(Collections.nCopies(columns.size(), null));
      for (int i = 0; i < ordinals.length; i++) {
        read.set(ordinals[i], readers[i].read(fields, i, seen == null ? null : seen.of(i)));
      }
      List<Vector> vectors = new ArrayList<>();
      for (int c = 0; c < columns.size(); c++) {
        Vector vector = read.get(c);
        vectors.add(vector == null ? defaults.values(c, count) : vector);
      }
      return new Rows(block, new Batch(columns, vectors, count), lines, seen);
    } catch (TextProblem | InvalidDataException e) {
      // Which, and what becomes of it, is told row by row.
      return null;
    }
  }
}
