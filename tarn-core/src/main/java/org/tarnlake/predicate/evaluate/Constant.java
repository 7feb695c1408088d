package org.tarnlake.predicate.evaluate;

import org.jspecify.annotations.Nullable;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;

/** The same value in every row. Immutable but for what it remembers; safe for many threads. */
public final class Constant implements Evaluator {
  private final DataType type;
  private final @Nullable Object value;

  /** The longest vector so far, of which a beginning will do; threads may race to set it. */
  private volatile @Nullable Vector known;

  /**
   * A constant.
   *
   * @param value canonical
   */
  public Constant(DataType type, @Nullable Object value) {
    this.type = type;
    this.value = value;
  }

  /** The canonical value. */
  public @Nullable Object value() {
    return value;
  }

  @Override
  public Vector evaluate(Batch batch) {
    int size = batch.rowCount();
    Vector longest = known;
    if (longest == null || longest.size() < size) {
      longest = Vector.constant(type, value, size);
      known = longest;
    }
    return longest.size() == size ? longest : longest.slice(0, size);
  }
}
