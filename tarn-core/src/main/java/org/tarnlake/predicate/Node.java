package org.tarnlake.predicate;

import java.util.Arrays;
import java.util.List;
import org.tarnlake.predicate.evaluate.ColumnValue;
import org.tarnlake.predicate.evaluate.RowFilter;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Vector;

/**
 * A bound condition without negations: they are pushed into its tests, which in SQL's logic changes
 * no row's outcome. Then a row passes an AND if it passes every operand, and an OR if it passes
 * one, and false need not be told from unknown. Immutable.
 */
sealed interface Node extends RowFilter {
  Node NEVER = new Fixed(false);
  Node ALWAYS = new Fixed(true);

  /** False only if no row described by the statistics passes. */
  boolean mayMatch(StatisticsLookup statistics);

  /** True only if every row described by the statistics passes. */
  boolean mustMatch(StatisticsLookup statistics);

  /** Keeps the rows that pass, as {@link ValueTest#filter} does. */
  @Override
  int filter(Batch batch, int[] rows, int count);

  /** Passes every row, or none. */
  record Fixed(boolean passes) implements Node {
    @Override
    public boolean mayMatch(StatisticsLookup statistics) {
      return passes;
    }

    @Override
    public boolean mustMatch(StatisticsLookup statistics) {
      return passes;
    }

    @Override
    public int filter(Batch batch, int[] rows, int count) {
      return passes ? count : 0;
    }
  }

  /** A test of one column. */
  record Leaf(ColumnPath column, ValueTest test) implements Node {
    @Override
    public boolean mayMatch(StatisticsLookup statistics) {
      Range range = statistics.range(column.names());
      if (range != null && (range.rowCount() == 0 || !test.mayPass(range))) {
        return false;
      }
      return !test.namesValues() || statistics.mayHaveAny(column.names(), () -> test.wanted(range));
    }

    /** Whether nulls of a field count those of the struct around it differs among writers. */
    @Override
    public boolean mustMatch(StatisticsLookup statistics) {
      Range range = column.names().size() == 1 ? statistics.range(column.names()) : null;
      return range != null && test.mustPass(range);
    }

    @Override
    public int filter(Batch batch, int[] rows, int count) {
      Vector vector = new ColumnValue(column.names()).evaluate(batch);
      return test.filter(vector, rows, count);
    }
  }

  /** A test of values that are computed, of which no statistics tell. */
  record Computed(RowFilter test) implements Node {
    @Override
    public boolean mayMatch(StatisticsLookup statistics) {
      return true;
    }

    @Override
    public boolean mustMatch(StatisticsLookup statistics) {
      return false;
    }

    @Override
    public int filter(Batch batch, int[] rows, int count) {
      return count == 0 ? 0 : test.filter(batch, rows, count);
    }
  }

  /** Passes what every operand passes. */
  record All(List<Node> operands) implements Node {
    @Override
    public boolean mayMatch(StatisticsLookup statistics) {
      for (Node operand : operands) {
        if (!operand.mayMatch(statistics)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public boolean mustMatch(StatisticsLookup statistics) {
      return operands.stream().allMatch(operand -> operand.mustMatch(statistics));
    }

    @Override
    public int filter(Batch batch, int[] rows, int count) {
      int left = count;
      for (Node operand : operands) {
        if (left == 0) {
          break;
        }
        left = operand.filter(batch, rows, left);
      }
      return left;
    }
  }

  /**
   * Passes what some operand passes; an operand is asked only for rows that no earlier one passed.
   */
  record Any(List<Node> operands) implements Node {
    @Override
    public boolean mayMatch(StatisticsLookup statistics) {
      for (Node operand : operands) {
        if (operand.mayMatch(statistics)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean mustMatch(StatisticsLookup statistics) {
      return operands.stream().anyMatch(operand -> operand.mustMatch(statistics));
    }

    @Override
    public int filter(Batch batch, int[] rows, int count) {
      boolean[] passed = new boolean[batch.rowCount()];
      int[] open = Arrays.copyOf(rows, count);
      int[] asked = new int[count];
      int openCount = count;
      for (Node operand : operands) {
        System.arraycopy(open, 0, asked, 0, openCount);
        int found = operand.filter(batch, asked, openCount);
        for (int k = 0; k < found; k++) {
          passed[asked[k]] = true;
        }
        openCount = keep(open, openCount, passed, false);
      }
      return keep(rows, count, passed, true);
    }

    private static int keep(int[] rows, int count, boolean[] passed, boolean wanted) {
      int kept = 0;
      for (int k = 0; k < count; k++) {
        int row = rows[k];
        rows[kept] = row;
        kept += passed[row] == wanted ? 1 : 0;
      }
      return kept;
    }
  }
}
