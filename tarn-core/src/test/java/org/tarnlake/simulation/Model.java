package org.tarnlake.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Snapshot;
import org.tarnlake.Table;

/**
 * What a lake should hold at one version: a map from names to tables. Immutable.
 *
 * @param tables by name
 * @param numbers that applications recorded
 * @param disordered the births of tables whose rows come in another order than they were written:
 *     some of these went and came back
 */
record Model(Map<String, ModelTable> tables, Map<String, Long> numbers, Set<Long> disordered) {
  Model {
    tables = new TreeMap<>(tables);
    numbers = Map.copyOf(numbers);
    disordered = Set.copyOf(disordered);
  }

  static Model empty() {
    return of(Map.of());
  }

  /** What was read. */
  static Model of(Map<String, ModelTable> tables) {
    return new Model(tables, Map.of(), Set.of());
  }

  /** What a snapshot holds, as read. */
  static Model of(Snapshot snapshot) {
    Map<String, ModelTable> tables = new HashMap<>();
    for (Table table : snapshot.tables()) {
      tables.put(table.name(), Row.read(table.scan(), null));
    }
    return of(tables);
  }

  private ModelDraft draft() {
    return new ModelDraft(new TreeMap<>(tables), new HashMap<>(numbers), new HashSet<>(disordered));
  }

  /**
   * Runs the steps of a transaction that reads this model.
   *
   * @return what its steps could not have seen or done, nothing if all is well
   */
  List<String> wrongSteps(List<Step> steps) {
    ModelDraft own = draft();
    List<String> wrong = new ArrayList<>();
    for (Step step : steps) {
      String why = own.apply(step);
      if (why != null) {
        wrong.add(step + ": " + why);
      }
    }
    return wrong;
  }

  /** The table that each step is about, as a transaction sees them that reads this model. */
  List<@Nullable ModelTable> tablesOf(List<Step> steps) {
    ModelDraft own = draft();
    List<@Nullable ModelTable> found = new ArrayList<>();
    for (Step step : steps) {
      String name =
          step instanceof Step.Appended appended
              ? appended.table()
              : step instanceof Step.Scanned scanned
                  ? scanned.table()
                  : step instanceof Step.Changed changed
                      ? changed.table()
                      : step instanceof Step.Dropped dropped
                          ? dropped.table()
                          : step instanceof Step.Restored restored
                              ? restored.table()
                              : step instanceof Step.Renamed renamed
                                  ? renamed.from()
                                  : step instanceof Step.Compacted compacted
                                      ? compacted.table()
                                      : step instanceof Step.Altered altered ? altered.table() : "";
      found.add(own.tables().get(name));
      if (step.isChange()) {
        own.apply(step);
      }
    }
    return found;
  }

  /** The model after the changes of a transaction, whatever it read. */
  Model after(List<Step> steps) {
    ModelDraft next = draft();
    for (Step step : steps) {
      if (step.isChange()) {
        next.apply(step);
      }
    }
    return new Model(next.tables(), next.numbers(), next.disordered());
  }

  /** Whether it holds the same tables and numbers. */
  boolean holdsWhat(Model other) {
    return tables.equals(other.tables) && numbers.equals(other.numbers);
  }

  /** The name of a table, or null if it is not there. */
  @Nullable String nameOf(long birth) {
    return nameOf(tables, birth);
  }

  static @Nullable String nameOf(Map<String, ModelTable> tables, long birth) {
    for (Map.Entry<String, ModelTable> each : tables.entrySet()) {
      if (each.getValue().birth() == birth) {
        return each.getKey();
      }
    }
    return null;
  }

  /** Which tables there are. */
  Set<Long> births() {
    return tables.values().stream().map(ModelTable::birth).collect(Collectors.toSet());
  }

  /** Whether a table has the same name, columns and rows in another model, or is in neither. */
  boolean isSame(long birth, Model other) {
    String name = nameOf(birth);
    return Objects.equals(name, other.nameOf(birth)) && (name == null || hasSameRows(birth, other));
  }

  /** Whether a table, which is in both, has the same columns and rows in another model. */
  boolean hasSameRows(long birth, Model other) {
    return tables.get(nameOf(birth)).looksLike(other.tables.get(other.nameOf(birth)));
  }

  /** Whether what was read of a table is what it holds. */
  boolean isSeen(@Nullable ModelTable table, ModelTable seen) {
    return isSeen(disordered, table, null, seen.rows(), seen.columns());
  }

  static boolean isSeen(
      Set<Long> disordered,
      @Nullable ModelTable table,
      @Nullable Long key,
      List<Row> seen,
      List<Column> columns) {
    if (table == null || !table.columns().equals(columns)) {
      return false;
    }
    return disordered.contains(table.birth())
        ? ModelTable.sorted(table.scan(key)).equals(ModelTable.sorted(seen))
        : table.scan(key).equals(seen);
  }
}
