package org.tarnlake.predicate.evaluate;

import java.util.Arrays;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BooleanVector;
import org.tarnlake.row.Vector;

/**
 * Truth values of the rows of a batch, found by looking at one operand after the other: of a
 * conjunction until one is false, of a disjunction until one is true. One thread at a time.
 */
final class Decision {
  private final boolean decisive;
  private final boolean[] values;
  private final boolean[] nulls;
  private boolean someNull;
  private int[] open;
  private int count;

  /**
   * A decision about so many rows.
   *
   * @param decisive what decides a row
   */
  Decision(boolean decisive, int size) {
    this.decisive = decisive;
    this.values = new boolean[size];
    this.nulls = new boolean[size];
    this.open = new int[size];
    this.count = size;
    Arrays.fill(values, !decisive);
    for (int i = 0; i < size; i++) {
      open[i] = i;
    }
  }

  boolean isDecided() {
    return count == 0;
  }

  /** The rows that no operand has decided so far. */
  Batch rest(Batch batch) {
    return count == values.length ? batch : batch.select(open, count);
  }

  Vector rest(Vector vector) {
    return count == values.length ? vector : vector.select(open, count);
  }

  /** The outcome of the next operand for the rest of the rows. */
  void take(Vector outcome) {
    BooleanVector truth = (BooleanVector) outcome;
    int kept = 0;
    int[] left = new int[count];
    for (int k = 0; k < count; k++) {
      int row = open[k];
      left[kept] = row;
      if (truth.isNull(k)) {
        nulls[row] = true;
        someNull = true;
        kept++;
      } else if (truth.booleanAt(k) == decisive) {
        values[row] = decisive;
        nulls[row] = false;
      } else {
        kept++;
      }
    }
    open = left;
    count = kept;
  }

  BooleanVector vector() {
    return new BooleanVector(values, values.length, someNull ? nulls : null);
  }
}
