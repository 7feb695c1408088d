package org.tarnlake.transaction.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.json.JsonWriter;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.StructType;
import org.tarnlake.transaction.NewRows;
import org.tarnlake.transaction.OwnTable;
import org.tarnlake.transaction.Statement;
import org.tarnlake.transaction.Workspace;

/**
 * Merges rows into a table: those of the source are found by their keys, in memory; if they do not
 * fit, both sides are divided by keys into parts on disk, and part by part is merged. One thread at
 * a time.
 */
public final class MergeStatement {
  /** A source of more bytes than so many buffers of rows is divided. */
  private static final int SOURCE_BUFFERS = 8;

  private final Workspace workspace;
  private final OwnTable table;
  private final MergePlan plan;
  private final NewRows changed;
  private final MergeRows source;

  private MergeStatement(
      Workspace workspace, OwnTable table, MergePlan plan, MergeRows source, NewRows changed) {
    this.workspace = workspace;
    this.table = table;
    this.plan = plan;
    this.source = source;
    this.changed = changed;
  }

  /** Merges within a transaction. What fails, changes nothing. */
  public static MergeCounts run(
      Workspace workspace, OwnTable table, MergePlan plan, MergeSource source) {
    workspace.requireChangeable(table);
    try (MergeRows rows =
        new MergeRows(plan, SOURCE_BUFFERS * workspace.lake().settings().bufferBytes())) {
      source.forEach(rows::add);
      NewRows changed = workspace.statementRows(table);
      boolean done = false;
      try {
        MergeStatement merge = new MergeStatement(workspace, table, plan, rows, changed);
        MergeCounts counts =
            workspace.searching(
                table, () -> rows.isInMemory() ? merge.inMemory() : merge.byParts());
        done = true;
        return counts;
      } finally {
        if (!done) {
          changed.discard();
        }
      }
    }
  }

  private MergeCounts inMemory() {
    MergeJoin join = new MergeJoin(plan, source.all(), changed);
    BoundPredicate keys = source.keyRange();
    RowFinder finder = finder(keys);
    finder.forEach(plan.neededColumns(), placed -> join.take(placed, finder));
    join.insertRest();
    MergeCounts counts = join.counts();
    finish(finder, counts, new KeysOfMerge(workspace, table, plan, join::isInserted, keys));
    return counts;
  }

  /** Finds the rows that have the keys, or all of the table where others may be changed, too. */
  private RowFinder finder(@Nullable BoundPredicate keys) {
    boolean readsAll = plan.has(MergeClause.Match.NOT_MATCHED_BY_SOURCE);
    return new RowFinder(workspace, table, readsAll ? null : keys);
  }

  private MergeCounts byParts() {
    StructType needed = plan.neededColumns();
    BoundPredicate keys = source.keyRange();
    RowFinder finder = finder(keys);
    KeyFilter inserted = new KeyFilter(source.rowCount());
    MergeCounts counts;
    try (BatchParts targets = new BatchParts(finder.placed(needed))) {
      MergeJoin alone = new MergeJoin(plan, Concat.empty(plan.columns().source()), changed);
      finder.forEach(needed, placed -> divide(placed, alone, finder, targets));
      counts = alone.counts();
      for (int part = 0; part < BatchParts.COUNT; part++) {
        MergeJoin join = new MergeJoin(plan, source.part(part), changed);
        targets.forEach(part, placed -> join.take(placed, finder));
        join.insertRest();
        join.addInserted(inserted);
        counts = counts.plus(join.counts());
      }
    }
    KeysOfMerge.Test isInserted =
        (rows, row) -> {
          KeyBytes key = new KeyBytes();
          key.set(rows, row);
          return inserted.mayHave(key.hash());
        };
    finish(finder, counts, new KeysOfMerge(workspace, table, plan, isInserted, keys));
    return counts;
  }

  /** Puts rows that may have one in the source aside; the others have none for certain. */
  private void divide(Batch placed, MergeJoin alone, RowFinder finder, BatchParts targets) {
    Vector[] keys = plan.tableKeys(placed);
    long[] hashes = BatchParts.hashes(keys, placed.rowCount());
    int[] pairs = new int[placed.rowCount()];
    int[] rest = new int[placed.rowCount()];
    int pairCount = 0;
    int restCount = 0;
    for (int row = 0; row < placed.rowCount(); row++) {
      if (!KeyBytes.isNull(keys, row) && source.mayHave(hashes[row])) {
        hashes[pairCount] = hashes[row];
        pairs[pairCount++] = row;
      } else {
        rest[restCount++] = row;
      }
    }
    if (pairCount > 0) {
      targets.add(placed.select(pairs, pairCount), hashes);
    }
    if (restCount > 0 && plan.has(MergeClause.Match.NOT_MATCHED_BY_SOURCE)) {
      Batch others = placed.select(rest, restCount);
      alone.take(others, finder);
    }
  }

  private void finish(RowFinder finder, MergeCounts counts, KeysOfMerge keys) {
    if (counts.updated() + counts.deleted() + counts.inserted() > 0) {
      workspace.change(table, statement(), finder.taken(), changed);
      if (counts.inserted() > 0 && table.base() != null) {
        workspace.noteInserted(keys);
      }
    }
  }

  private Statement statement() {
    List<String> on = new ArrayList<>();
    for (int key : plan.keys()) {
      String name = Columns.quoted(plan.columns().table().field(key).name());
      on.add("target.%s = source.%s".formatted(name, name));
    }
    return new Statement(
        "MERGE", Map.of("predicate", JsonWriter.text(List.of(String.join(" AND ", on)))));
  }
}
