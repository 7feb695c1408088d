package org.tarnlake.cli.input;

import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.row.Batch;

/**
 * The rows of one file, their values in the order of a table's columns, as {@code
 * Transaction.append} takes them. One thread at a time.
 *
 * <p>Every method throws {@link org.tarnlake.cli.terminal.Failure} where the file is not what it
 * should be, naming file, line, column and value.
 */
public interface RowReader extends AutoCloseable {

  /** The next row; null at the end. */
  @Nullable Object @Nullable [] next();

  /**
   * The rows that come next by column, which counts as reading them; null if {@link #next} has
   * them, or there are none.
   */
  default @Nullable Batch nextBatch() {
    return null;
  }

  /** Has {@link #next} return the rows of the last batch one by one, since one may be refused. */
  default void readAgain() {
    throw new IllegalStateException("there was no batch");
  }

  /** The ordinals of the table's columns that the file has, as far as it was read. */
  BitSet present();

  /** What was decided about the file that its reader should know. */
  default List<String> notes() {
    return List.of();
  }

  /** The set of some ordinals. */
  static BitSet setOf(int[] ordinals) {
    BitSet set = new BitSet();
    for (int ordinal : ordinals) {
      set.set(ordinal);
    }
    return set;
  }

  /** Where the row last read begins, such as {@code orders.csv:17}. */
  String position();

  /**
   * The row last read, to be rejected.
   *
   * @param column whose value is wrong; null if none is in particular
   * @param json the row's text where the file is none
   */
  RejectedRow asRejected(@Nullable String column, String reason, Supplier<String> json);

  @Override
  void close();
}
