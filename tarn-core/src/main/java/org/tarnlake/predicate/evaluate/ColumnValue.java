package org.tarnlake.predicate.evaluate;

import java.util.List;
import org.tarnlake.row.Batch;
import org.tarnlake.row.StructVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.StructType;

/**
 * A column, or a field inside structs. Immutable; safe for many threads.
 *
 * @param names the column first, as the schema spells them
 */
public record ColumnValue(List<String> names) implements Evaluator {
  @Override
  public Vector evaluate(Batch batch) {
    Vector vector = batch.vector(names.get(0));
    for (String name : names.subList(1, names.size())) {
      int ordinal = ((StructType) vector.type()).indexOf(name);
      vector = ((StructVector) vector).child(ordinal);
    }
    return vector;
  }
}
