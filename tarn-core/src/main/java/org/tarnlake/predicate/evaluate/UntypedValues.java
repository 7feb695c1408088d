package org.tarnlake.predicate.evaluate;

import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Untyped;

/** Scalars as a column without a type keeps them. Stateless. */
public final class UntypedValues {
  private UntypedValues() {}

  /** Whether a column without a type takes values of a type. */
  public static boolean takes(DataType type) {
    return Arithmetic.isNumber(type) || type == DataType.STRING || type == DataType.BOOLEAN;
  }

  /** The texts that {@link Untyped} makes of strings, booleans and numbers. */
  public static Vector encoded(Vector values) {
    BytesColumn texts = new BytesColumn(values.size());
    for (int i = 0; i < values.size(); i++) {
      Object value = values.canonicalAt(i);
      if (value != null) {
        texts.set(i, Untyped.encode(value));
      }
    }
    return texts.vector(DataType.STRING, values.nulls());
  }
}
