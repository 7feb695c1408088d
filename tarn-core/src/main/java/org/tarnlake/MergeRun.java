package org.tarnlake;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.build.RowBuffer;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.mapping.RowWriter;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.Expression;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.write.ComputedColumns;
import org.tarnlake.transaction.OwnTable;
import org.tarnlake.transaction.Workspace;
import org.tarnlake.transaction.change.Assignment;
import org.tarnlake.transaction.change.Columns;
import org.tarnlake.transaction.change.MergeClause;
import org.tarnlake.transaction.change.MergeColumns;
import org.tarnlake.transaction.change.MergeCounts;
import org.tarnlake.transaction.change.MergePlan;
import org.tarnlake.transaction.change.MergeSource;
import org.tarnlake.transaction.change.MergeStatement;

/** Ties a merge that was built to its table, and runs it. */
final class MergeRun {
  private static final int ROWS_AT_ONCE = 4096;

  private final Workspace workspace;
  private final OwnTable table;
  private final InstantSource clock;

  MergeRun(Workspace workspace, OwnTable table, InstantSource clock) {
    this.workspace = workspace;
    this.table = table;
    this.clock = clock;
  }

  MergeResult run(Merge.Source given, List<String> keys, List<Merge.Clause> clauses) {
    MergeSource source = given.of(this);
    MergeColumns columns = new MergeColumns(table.head().schema().columns(), source.columns());
    try {
      // First: where a key is no column, what else does not fit follows from that.
      MergePlan keyed = MergePlan.of(columns, keys);
      ComputedColumns computed = ComputedColumns.of(table.name().toString(), table.head(), clock);
      List<MergeClause> bound =
          clauses.stream().map(each -> bound(columns, computed, each)).toList();
      requireUsed(columns, clauses, bound);
      MergeCounts counts = MergeStatement.run(workspace, table, keyed.withClauses(bound), source);
      return new MergeResult(counts.updated(), counts.deleted(), counts.inserted());
    } catch (InvalidDataException e) {
      String why = String.valueOf(e.getMessage());
      String named = "table %s".formatted(table.name());
      throw why.startsWith(named) ? e : new InvalidDataException(named + ": " + why, e);
    }
  }

  private MergeClause bound(MergeColumns columns, ComputedColumns computed, Merge.Clause clause) {
    StructType named = columns.of(clause.match());
    BoundPredicate condition =
        clause.condition() == null ? null : clause.condition().bind(named, clock);
    return new MergeClause(
        clause.match(),
        condition,
        clause.deletes() ? null : assignments(columns, computed, clause));
  }

  private Map<Integer, Assignment> assignments(
      MergeColumns columns, ComputedColumns computed, Merge.Clause clause) {
    StructType named = columns.of(clause.match());
    Map<Integer, Assignment> assignments = new LinkedHashMap<>();
    Map<String, Expression> values = clause.values();
    if (values == null) {
      for (int c = 0; c < columns.table().size(); c++) {
        int other = columns.source().indexOf(columns.table().field(c).name());
        if (other >= 0) {
          String name = "source." + Columns.quoted(columns.source().field(other).name());
          assignments.put(c, assignment(columns, c, Expression.column(name), named));
        }
      }
    } else {
      values.forEach(
          (name, value) -> {
            int ordinal = Columns.ordinal(columns.table(), name);
            if (assignments.put(ordinal, assignment(columns, ordinal, value, named)) != null) {
              throw new InvalidDataException("column '%s' is set twice".formatted(name));
            }
          });
    }
    for (int c = 0; c < columns.table().size(); c++) {
      boolean isNew = clause.match() == MergeClause.Match.NOT_MATCHED;
      if (!assignments.containsKey(c) && (isNew || computed.generated().contains(c))) {
        Object value = computed.defaults().get(c);
        assignments.put(
            c,
            value == null
                ? Assignment.ofNull(columns.table().field(c))
                : Assignment.of(columns.table().field(c), row -> value));
      }
    }
    return assignments;
  }

  private Assignment assignment(
      MergeColumns columns, int ordinal, Expression value, StructType named) {
    return Assignment.of(columns.table().field(ordinal), value.bind(named, clock));
  }

  /** What the table has no column for is no column to be left out in silence. */
  private static void requireUsed(
      MergeColumns columns, List<Merge.Clause> clauses, List<MergeClause> bound) {
    boolean byName = clauses.stream().anyMatch(each -> each.values() == null && !each.deletes());
    boolean hasCondition = bound.stream().anyMatch(each -> each.condition() != null);
    Set<String> known = new HashSet<>();
    columns.table().names().forEach(name -> known.add(name.toLowerCase(Locale.ROOT)));
    for (String name : columns.source().names()) {
      if (byName && !hasCondition && !known.contains(name.toLowerCase(Locale.ROOT))) {
        throw new InvalidDataException(
            "the source has a column '%s', which the table lacks; leave it out, name it in a condition (--delete-if), or add it to the table first (tarn alter ... add, or --add-columns)"
                .formatted(name));
      }
    }
  }

  /**
   * Rows as an append takes them.
   *
   * @param given their columns; null for those of the table
   */
  MergeSource rows(@Nullable StructType given, Iterable<?> rows) {
    ComputedColumns computed = ComputedColumns.of(table.name().toString(), table.head(), clock);
    StructType columns = given == null ? computed.given() : given;
    RowWriter mapper =
        workspace.lake().mappings().writer(columns, given == null ? computed.defaults() : Map.of());
    return new MergeSource() {
      @Override
      public StructType columns() {
        return columns;
      }

      @Override
      public void forEach(Consumer<Batch> batches) {
        RowBuffer buffer = new RowBuffer(columns);
        long number = 0;
        for (Object row : rows) {
          number++;
          try {
            buffer.append(
                mapper.values(
                    row instanceof Object[] values ? values : new @Nullable Object[] {row}));
          } catch (InvalidDataException e) {
            throw new InvalidDataException(
                "row %s of the source: %s".formatted(number, e.getMessage()), e);
          }
          if (buffer.rowCount() == ROWS_AT_ONCE) {
            batches.accept(buffer.toBatch());
            buffer = new RowBuffer(columns);
          }
        }
        if (buffer.rowCount() > 0) {
          batches.accept(buffer.toBatch());
        }
      }
    };
  }

  /** The rows of a scan. */
  MergeSource rows(Scan scan) {
    return new MergeSource() {
      @Override
      public StructType columns() {
        return scan.columns();
      }

      @Override
      public void forEach(Consumer<Batch> rows) {
        try (Batches batches = scan.batches()) {
          for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
            rows.accept(batch);
          }
        }
      }
    };
  }
}
