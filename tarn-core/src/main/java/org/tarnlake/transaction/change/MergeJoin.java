package org.tarnlake.transaction.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.Selection;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.scan.RowPlaces;
import org.tarnlake.table.scan.TrackedRows;
import org.tarnlake.transaction.NewRows;

/**
 * Rows of the source, in memory, matched with rows of the table, which come batch by batch. One
 * thread at a time.
 */
final class MergeJoin {
  private static final int INSERTED_AT_ONCE = 4096;

  private final MergePlan plan;
  private final Batch source;
  private final Vector[] sourceKeys;
  private final KeyIndex index;
  private final BitSet matched = new BitSet();
  private final NewRows changed;
  private long updated;
  private long deleted;
  private long inserted;

  /**
   * @param changed gets rows that are new or have new values
   * @throws InvalidDataException if two rows of the source have the same key
   */
  MergeJoin(MergePlan plan, Batch source, NewRows changed) {
    this.plan = plan;
    this.source = source;
    this.changed = changed;
    this.sourceKeys = plan.sourceKeys(source);
    this.index = KeyIndex.of(plan.keyTypes());
    for (int row = 0; row < source.rowCount(); row++) {
      if (!KeyBytes.isNull(sourceKeys, row) && index.put(sourceKeys, row, row) != KeyIndex.NONE) {
        throw new InvalidDataException(
            "the source has two rows with the key %s; which one is meant is not said, so nothing was merged"
                .formatted(plan.keyText(sourceKeys, row)));
      }
    }
  }

  /** Takes rows of the table that go; what becomes of them is written. */
  void take(Batch placed, RowFinder finder) {
    Batch rows = RowPlaces.drop(placed);
    int count = rows.rowCount();
    Vector[] keys = plan.tableKeys(rows);
    int[] pairs = new int[count];
    int[] partners = new int[count];
    int[] alone = new int[count];
    int pairCount = 0;
    int aloneCount = 0;
    for (int row = 0; row < count; row++) {
      int partner = KeyBytes.isNull(keys, row) ? KeyIndex.NONE : index.find(keys, row);
      if (partner == KeyIndex.NONE) {
        alone[aloneCount++] = row;
      } else {
        matched.set(partner);
        partners[pairCount] = partner;
        pairs[pairCount++] = row;
      }
    }
    Fates fates = new Fates(placed, finder);
    if (pairCount > 0 && plan.has(MergeClause.Match.MATCHED)) {
      Batch both =
          MergeColumns.batch(
              pairCount == count ? rows : rows.select(pairs, pairCount),
              source.select(partners, pairCount));
      apply(MergeClause.Match.MATCHED, both, pairs, fates);
    }
    if (aloneCount > 0 && plan.has(MergeClause.Match.NOT_MATCHED_BY_SOURCE)) {
      Batch only =
          MergeColumns.batch(aloneCount == count ? rows : rows.select(alone, aloneCount), null);
      apply(MergeClause.Match.NOT_MATCHED_BY_SOURCE, only, alone, fates);
    }
    fates.take();
  }

  /** The hashes of the keys that were inserted. */
  void addInserted(KeyFilter filter) {
    long[] hashes = BatchParts.hashes(sourceKeys, source.rowCount());
    for (int row = matched.nextClearBit(0);
        row < source.rowCount();
        row = matched.nextClearBit(row + 1)) {
      filter.add(hashes[row]);
    }
  }

  /** What becomes of rows of one batch of the table. */
  private final class Fates {
    private final Batch placed;
    private final RowFinder finder;
    private final BitSet deletes = new BitSet();
    private final BitSet updates = new BitSet();

    Fates(Batch placed, RowFinder finder) {
      this.placed = placed;
      this.finder = finder;
    }

    void delete(int row) {
      deletes.set(row);
    }

    /** Puts the new versions of rows, by their numbers in the batch of the table. */
    void update(int[] rows, Batch versions) {
      int[] here = new int[rows.length];
      int[] others = new int[rows.length];
      int hereCount = 0;
      int otherCount = 0;
      for (int i = 0; i < rows.length; i++) {
        updates.set(rows[i]);
        if (finder.isInsertedHere(placed, rows[i])) {
          here[hereCount++] = i;
        } else {
          others[otherCount++] = i;
        }
      }
      if (hereCount > 0) {
        changed.insert(hereCount == rows.length ? versions : versions.select(here, hereCount));
      }
      if (otherCount > 0) {
        changed.update(
            otherCount == rows.length ? versions : versions.select(others, otherCount),
            ids(rows, others, otherCount));
      }
    }

    /** The ids of some of the rows; null if these have none. */
    private @Nullable Vector ids(int[] rows, int[] some, int count) {
      Vector ids = TrackedRows.ids(placed);
      if (ids == null) {
        return null;
      }
      int[] numbers = new int[count];
      for (int i = 0; i < count; i++) {
        numbers[i] = rows[some[i]];
      }
      return ids.select(numbers, count);
    }

    void take() {
      finder.take(placed, deletes.stream().toArray());
      finder.takeUpdated(placed, updates.stream().toArray());
    }
  }

  /**
   * Applies the clauses to rows.
   *
   * @param numbers of the rows in the batch that they are from
   * @param fates what becomes of rows of the table; null if the rows are to be inserted
   * @return which of those that are to be inserted no clause wanted
   */
  private int[] apply(MergeClause.Match match, Batch rows, int[] numbers, @Nullable Fates fates) {
    int[] left = range(rows.rowCount());
    for (MergeClause clause : plan.clauses()) {
      if (clause.match() != match || left.length == 0) {
        continue;
      }
      Batch asked = left.length == rows.rowCount() ? rows : rows.select(left, left.length);
      int[] meant = left;
      if (clause.condition() != null) {
        Selection selection = clause.condition().evaluate(asked);
        meant = chosen(left, selection);
        asked = selection.of(asked);
        left = without(left, selection);
      } else {
        left = new int[0];
      }
      if (meant.length > 0) {
        apply(clause, asked, chosen(numbers, meant), fates);
      }
    }
    return left;
  }

  private void apply(MergeClause clause, Batch asked, int[] numbers, @Nullable Fates fates) {
    Map<Integer, Assignment> assignments = clause.assignments();
    if (fates == null) {
      if (assignments != null) {
        changed.insert(newRows(asked, assignments));
        inserted += numbers.length;
      }
    } else if (assignments == null) {
      for (int row : numbers) {
        fates.delete(row);
      }
      deleted += numbers.length;
    } else {
      fates.update(numbers, newRows(asked, assignments));
      updated += numbers.length;
    }
  }

  private static int[] chosen(int[] numbers, int[] rows) {
    int[] chosen = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      chosen[i] = numbers[rows[i]];
    }
    return chosen;
  }

  private static int[] range(int count) {
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = i;
    }
    return numbers;
  }

  private static int[] chosen(int[] numbers, Selection selection) {
    int[] chosen = new int[selection.count()];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = numbers[selection.rows()[i]];
    }
    return chosen;
  }

  private static int[] without(int[] numbers, Selection selection) {
    int[] rest = new int[numbers.length - selection.count()];
    int next = 0;
    int count = 0;
    for (int i = 0; i < numbers.length; i++) {
      if (next < selection.count() && selection.rows()[next] == i) {
        next++;
      } else {
        rest[count++] = numbers[i];
      }
    }
    return rest;
  }

  /** Rows of the table; a column without a value of its own keeps it, or is null if it is new. */
  private Batch newRows(Batch rows, Map<Integer, Assignment> assignments) {
    StructType table = plan.columns().table();
    List<Vector> vectors = new ArrayList<>();
    for (int c = 0; c < table.size(); c++) {
      Assignment assignment = assignments.get(c);
      vectors.add(
          assignment == null
              ? MergeColumns.ofTable(rows, table.field(c).name())
              : assignment.values(rows));
    }
    return new Batch(table, vectors, rows.rowCount());
  }

  /** Inserts what no row of the table matched, as far as clauses say so. */
  void insertRest() {
    if (!plan.has(MergeClause.Match.NOT_MATCHED)) {
      return;
    }
    int[] rows = new int[INSERTED_AT_ONCE];
    int count = 0;
    for (int row = matched.nextClearBit(0);
        row < source.rowCount();
        row = matched.nextClearBit(row + 1)) {
      rows[count++] = row;
      if (count == rows.length) {
        insert(Arrays.copyOf(rows, count));
        count = 0;
      }
    }
    if (count > 0) {
      insert(Arrays.copyOf(rows, count));
    }
  }

  private void insert(int[] rows) {
    Batch only = MergeColumns.batch(null, source.select(rows, rows.length));
    for (int row : apply(MergeClause.Match.NOT_MATCHED, only, rows, null)) {
      // No clause wanted it: nobody has to look whether others appended its key.
      matched.set(rows[row]);
    }
  }

  MergeCounts counts() {
    return new MergeCounts(updated, deleted, inserted);
  }

  /** Whether a key that has no null was inserted. */
  boolean isInserted(Vector[] keys, int row) {
    int found = index.find(keys, row);
    return found != KeyIndex.NONE && !matched.get(found);
  }
}
