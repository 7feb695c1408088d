package org.tarnlake.predicate.evaluate;

import java.util.List;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Vector;

/**
 * A chain of operations from left to right, such as a sum, however long. Immutable; safe for many
 * threads.
 */
public record Steps(Evaluator first, List<Step> steps) implements Evaluator {
  /** What is done with all that came before and one operand more. */
  public record Step(Operation operation, Evaluator operand) {}

  @Override
  public Vector evaluate(Batch batch) {
    Vector value = first.evaluate(batch);
    for (Step step : steps) {
      value = step.operation.apply(value, step.operand.evaluate(batch));
    }
    return value;
  }
}
