package org.tarnlake.predicate.evaluate;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BooleanVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;

/**
 * Values that are one of several: CASE, COALESCE and NULLIF. What is not chosen for a row is not
 * computed for it. Stateless; what it makes is immutable.
 */
public final class Choice {
  private Choice() {}

  /** A branch of {@code CASE WHEN condition THEN value}. */
  public record Branch(RowFilter condition, Evaluator value) {}

  /** A branch of {@code CASE operand WHEN when THEN value}. */
  public record Match(Evaluator when, Operation equals, Evaluator value) {}

  /**
   * For each row the value of the first branch whose condition is true.
   *
   * @param type that of all values
   * @param otherwise null for a null
   */
  public static Evaluator searched(
      DataType type, List<Branch> branches, @Nullable Evaluator otherwise) {
    return batch -> {
      Rest rest = new Rest(batch, type);
      for (Branch branch : branches) {
        if (rest.count > 0) {
          int[] rows = Arrays.copyOf(rest.rows, rest.count);
          int found = branch.condition.filter(batch, rows, rest.count);
          rest.take(rows, found, branch.value);
        }
      }
      return rest.end(otherwise);
    };
  }

  /** For each row the value of the first branch that an operand, evaluated once, equals. */
  public static Evaluator simple(
      DataType type, Evaluator operand, List<Match> matches, @Nullable Evaluator otherwise) {
    return batch -> {
      Vector value = operand.evaluate(batch);
      Rest rest = new Rest(batch, type);
      for (Match match : matches) {
        if (rest.count > 0) {
          Vector when = match.when.evaluate(rest.part(rest.rows, rest.count));
          BooleanVector equal =
              (BooleanVector) match.equals.apply(value.select(rest.rows, rest.count), when);
          int[] rows = new int[rest.count];
          int found = 0;
          for (int k = 0; k < rest.count; k++) {
            rows[found] = rest.rows[k];
            found += equal.booleanAt(k) && !equal.isNull(k) ? 1 : 0;
          }
          rest.take(rows, found, match.value);
        }
      }
      return rest.end(otherwise);
    };
  }

  /** For each row the first value that is not null. */
  public static Evaluator coalesce(DataType type, List<Evaluator> values) {
    return batch -> {
      Vector first = values.get(0).evaluate(batch);
      if (!first.hasNulls()) {
        return first;
      }
      int[] all = Logic.rows(batch.rowCount());
      Rest rest = new Rest(batch, type);
      rest.merge.put(all, all.length, first);
      rest.count = keepNulls(rest.rows, rest.count, first);
      for (Evaluator each : values.subList(1, values.size())) {
        if (rest.count > 0) {
          Vector next = each.evaluate(rest.part(rest.rows, rest.count));
          rest.merge.put(rest.rows, rest.count, next);
          rest.count = keepNulls(rest.rows, rest.count, next);
        }
      }
      return rest.merge.vector();
    };
  }

  private static int keepNulls(int[] rows, int count, Vector values) {
    int kept = 0;
    for (int k = 0; k < count; k++) {
      rows[kept] = rows[k];
      kept += values.isNull(k) ? 1 : 0;
    }
    return kept;
  }

  /** The value, or null where it equals another. */
  public static Evaluator nullIf(Evaluator value, Operation equals, Evaluator other) {
    return batch -> {
      Vector values = value.evaluate(batch);
      BooleanVector equal = (BooleanVector) equals.apply(values, other.evaluate(batch));
      boolean[] nulls = new boolean[values.size()];
      boolean some = false;
      for (int i = 0; i < nulls.length; i++) {
        nulls[i] = values.isNull(i) || (equal.booleanAt(i) && !equal.isNull(i));
        some |= nulls[i];
      }
      return some ? values.withNulls(nulls) : values;
    };
  }

  /** The rows of a batch that have no value yet. One thread at a time. */
  private static final class Rest {
    private final Batch batch;
    private final Merge merge;
    private int[] rows;
    private int count;

    Rest(Batch batch, DataType type) {
      this.batch = batch;
      this.merge = new Merge(type, batch.rowCount());
      this.rows = Logic.rows(batch.rowCount());
      this.count = rows.length;
    }

    Batch part(int[] some, int many) {
      return many == batch.rowCount() ? batch : batch.select(some, many);
    }

    /** Gives some of the rows their value. */
    void take(int[] some, int many, Evaluator value) {
      if (many == 0) {
        return;
      }
      merge.put(some, many, value.evaluate(part(some, many)));
      int[] left = new int[count - many];
      int kept = 0;
      int taken = 0;
      for (int k = 0; k < count; k++) {
        if (taken < many && some[taken] == rows[k]) {
          taken++;
        } else {
          left[kept++] = rows[k];
        }
      }
      rows = left;
      count = kept;
    }

    Vector end(@Nullable Evaluator otherwise) {
      if (otherwise != null) {
        take(rows, count, otherwise);
      }
      return merge.vector();
    }
  }
}
