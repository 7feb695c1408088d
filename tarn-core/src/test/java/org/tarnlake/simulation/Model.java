package org.tarnlake.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a lake should hold at one version: a map from names to tables. Immutable.
 *
 * @param tables by name
 * @param numbers that applications recorded
 */
record Model(Map<String, ModelTable> tables, Map<String, Long> numbers) {
  Model {
    tables = new TreeMap<>(tables);
    numbers = Map.copyOf(numbers);
  }

  static Model empty() {
    return new Model(Map.of(), Map.of());
  }

  /** Does a step. Returns what is wrong with it here, or null. */
  private static @Nullable String apply(
      TreeMap<String, ModelTable> tables, Map<String, Long> numbers, Step step) {
    if (step instanceof Step.Created created) {
      ModelTable before = tables.put(created.table(), new ModelTable(created.birth(), List.of()));
      return before == null ? null : "it makes a table that exists";
    }
    if (step instanceof Step.Dropped dropped) {
      return tables.remove(dropped.table()) != null ? null : "it drops a table that is not there";
    }
    if (step instanceof Step.Renamed renamed) {
      ModelTable table = tables.remove(renamed.from());
      if (table == null) {
        return "it renames a table that is not there";
      }
      return tables.put(renamed.to(), table) == null ? null : "it renames a table to a taken name";
    }
    if (step instanceof Step.Appended appended) {
      ModelTable table = tables.get(appended.table());
      if (table == null) {
        return "it appends to a table that is not there";
      }
      tables.put(appended.table(), table.with(appended.row()));
      return null;
    }
    if (step instanceof Step.Changed changed) {
      return change(tables, changed);
    }
    if (step instanceof Step.Restored restored) {
      return restore(tables, restored);
    }
    if (step instanceof Step.Numbered numbered) {
      long found = Objects.requireNonNullElse(numbers.get(numbered.application()), -1L);
      numbers.put(numbered.application(), numbered.next());
      return found == numbered.before() ? null : "it was " + found;
    }
    return wrongRead(tables, step);
  }

  private static @Nullable String change(TreeMap<String, ModelTable> tables, Step.Changed changed) {
    ModelTable table = tables.get(changed.table());
    if (table == null) {
      return "it changes a table that is not there";
    }
    Long found = table.register(changed.key());
    if (!Objects.equals(changed.before(), changed.after())) {
      tables.put(changed.table(), table.with(changed.key(), changed.after()));
    }
    return Objects.equals(found, changed.before()) ? null : "it was " + found;
  }

  private static @Nullable String restore(
      TreeMap<String, ModelTable> tables, Step.Restored restored) {
    ModelTable table = tables.get(restored.table());
    if (table == null || table.birth() != restored.then().birth()) {
      return "it restores another table";
    }
    tables.put(restored.table(), restored.then());
    return null;
  }

  private static @Nullable String wrongRead(Map<String, ModelTable> tables, Step step) {
    if (step instanceof Step.Asked asked) {
      return asked.exists() == tables.containsKey(asked.table()) ? null : "it is not so";
    }
    if (step instanceof Step.Listed listed) {
      List<String> names = List.copyOf(tables.keySet());
      return names.equals(listed.tables()) ? null : "there are " + names;
    }
    if (step instanceof Step.Counted counted) {
      ModelTable table = tables.get(counted.table());
      long count = table == null ? -1 : table.rows().size();
      return count == counted.count() ? null : "there are " + count;
    }
    if (step instanceof Step.Scanned scanned) {
      ModelTable table = tables.get(scanned.table());
      List<Row> rows = table == null ? null : table.scan(scanned.key());
      return scanned.rows().equals(rows) ? null : "there are " + rows;
    }
    throw new AssertionError(step);
  }

  /**
   * Runs the steps of a transaction that reads this model.
   *
   * @return what its steps could not have seen or done, nothing if all is well
   */
  List<String> wrongSteps(List<Step> steps) {
    TreeMap<String, ModelTable> own = new TreeMap<>(tables);
    Map<String, Long> ownNumbers = new HashMap<>(numbers);
    List<String> wrong = new ArrayList<>();
    for (Step step : steps) {
      String why = apply(own, ownNumbers, step);
      if (why != null) {
        wrong.add(step + ": " + why);
      }
    }
    return wrong;
  }

  /** The table that each step is about, as a transaction sees them that reads this model. */
  List<@Nullable ModelTable> tablesOf(List<Step> steps) {
    TreeMap<String, ModelTable> own = new TreeMap<>(tables);
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
                              : step instanceof Step.Renamed renamed ? renamed.from() : "";
      found.add(own.get(name));
      if (step.isChange()) {
        apply(own, new HashMap<>(), step);
      }
    }
    return found;
  }

  /** The model after the changes of a transaction, whatever it read. */
  Model after(List<Step> steps) {
    TreeMap<String, ModelTable> next = new TreeMap<>(tables);
    Map<String, Long> nextNumbers = new HashMap<>(numbers);
    for (Step step : steps) {
      if (step.isChange()) {
        apply(next, nextNumbers, step);
      }
    }
    return new Model(next, nextNumbers);
  }

  /** The name of a table, or null if it is not there. */
  @Nullable String nameOf(long birth) {
    for (Map.Entry<String, ModelTable> each : tables.entrySet()) {
      if (each.getValue().birth() == birth) {
        return each.getKey();
      }
    }
    return null;
  }
}
