package org.tarnlake.predicate.evaluate;

import java.util.Arrays;
import java.util.List;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BooleanVector;
import org.tarnlake.row.Vector;

/** Booleans of SQL's three values. Stateless; what it makes is immutable. */
public final class Logic {
  private Logic() {}

  /** True where all are; an operand is evaluated where none before it was false. */
  public static Evaluator all(List<Evaluator> operands) {
    return batch -> decide(operands, batch, false);
  }

  /** True where one is; an operand is evaluated where none before it was true. */
  public static Evaluator any(List<Evaluator> operands) {
    return batch -> decide(operands, batch, true);
  }

  private static Vector decide(List<Evaluator> operands, Batch batch, boolean decisive) {
    Decision decision = new Decision(decisive, batch.rowCount());
    for (Evaluator operand : operands) {
      if (decision.isDecided()) {
        break;
      }
      decision.take(operand.evaluate(decision.rest(batch)));
    }
    return decision.vector();
  }

  /** True where the operand is false. */
  public static Evaluator not(Evaluator operand) {
    return batch -> {
      BooleanVector values = (BooleanVector) operand.evaluate(batch);
      boolean[] out = new boolean[values.size()];
      for (int i = 0; i < out.length; i++) {
        out[i] = !values.booleanAt(i);
      }
      return new BooleanVector(out, out.length, values.nulls());
    };
  }

  /** One of the candidates that a value is compared with. */
  public record Candidate(Evaluator value, Operation equals) {}

  /** Whether a value, evaluated once, equals one of some others. */
  public static Evaluator in(Evaluator operand, List<Candidate> candidates) {
    return batch -> {
      Vector value = operand.evaluate(batch);
      Decision decision = new Decision(true, batch.rowCount());
      for (Candidate candidate : candidates) {
        if (decision.isDecided()) {
          break;
        }
        Vector other = candidate.value.evaluate(decision.rest(batch));
        decision.take(candidate.equals.apply(decision.rest(value), other));
      }
      return decision.vector();
    };
  }

  /** Whether a value, evaluated once, lies between two others, both included. */
  public static Evaluator between(
      Evaluator operand, Evaluator low, Operation atLeast, Evaluator high, Operation atMost) {
    return batch -> {
      Vector value = operand.evaluate(batch);
      Decision decision = new Decision(false, batch.rowCount());
      decision.take(atLeast.apply(value, low.evaluate(batch)));
      if (!decision.isDecided()) {
        Vector most = high.evaluate(decision.rest(batch));
        decision.take(atMost.apply(decision.rest(value), most));
      }
      return decision.vector();
    };
  }

  /** The outcome of two filters as a boolean: of one for what is true, of the other for false. */
  public static Evaluator of(RowFilter isTrue, RowFilter isFalse) {
    return batch -> {
      int size = batch.rowCount();
      boolean[] values = new boolean[size];
      boolean[] nulls = new boolean[size];
      Arrays.fill(nulls, true);
      mark(isTrue, batch, values, nulls, true);
      mark(isFalse, batch, values, nulls, false);
      return new BooleanVector(values, size, nulls);
    };
  }

  private static void mark(
      RowFilter filter, Batch batch, boolean[] values, boolean[] nulls, boolean value) {
    int[] rows = rows(batch.rowCount());
    int count = filter.filter(batch, rows, rows.length);
    for (int k = 0; k < count; k++) {
      values[rows[k]] = value;
      nulls[rows[k]] = false;
    }
  }

  /** The numbers of so many rows. */
  static int[] rows(int size) {
    int[] rows = new int[size];
    for (int i = 0; i < size; i++) {
      rows[i] = i;
    }
    return rows;
  }

  /** Keeps the rows for which a boolean is as wanted. */
  public static RowFilter filter(Evaluator condition, boolean wanted) {
    return (batch, rows, count) -> {
      boolean all = count == batch.rowCount();
      BooleanVector truth =
          (BooleanVector) condition.evaluate(all ? batch : batch.select(rows, count));
      boolean[] values = truth.values();
      boolean[] nulls = truth.nulls();
      int kept = 0;
      for (int k = 0; k < count; k++) {
        // Sums, as a branch that the processor guesses wrong would cost more than all else.
        int passes = values[k] == wanted ? 1 : 0;
        rows[kept] = rows[k];
        kept += nulls != null && nulls[k] ? 0 : passes;
      }
      return kept;
    };
  }
}
