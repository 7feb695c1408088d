package org.tarnlake.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Model} that changes, step by step. One thread at a time.
 *
 * @param tables by name
 * @param numbers that applications recorded
 * @param disordered the births of tables whose rows come in another order than they were written
 */
record ModelDraft(
    TreeMap<String, ModelTable> tables, Map<String, Long> numbers, Set<Long> disordered) {

  /** Does a step. Returns what is wrong with it here, or null. */
  @Nullable String apply(Step step) {
    if (step instanceof Step.Created created) {
      return make(created.table(), new ModelTable(created.birth(), List.of()));
    }
    if (step instanceof Step.Cloned cloned) {
      // Files that lose rows before they are committed are written anew.
      disordered.add(cloned.birth());
      return make(cloned.table(), new ModelTable(cloned.birth(), cloned.rows(), cloned.columns()));
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
      return change(changed);
    }
    if (step instanceof Step.Altered altered) {
      return alter(altered);
    }
    if (step instanceof Step.Restored restored) {
      return restore(restored);
    }
    if (step instanceof Step.Reverted reverted) {
      return revert(reverted);
    }
    if (step instanceof Step.Compacted compacted) {
      ModelTable table = tables.get(compacted.table());
      if (table == null) {
        return "it compacts no table";
      }
      disordered.add(table.birth());
      return null;
    }
    if (step instanceof Step.Numbered numbered) {
      long found = Objects.requireNonNullElse(numbers.get(numbered.application()), -1L);
      numbers.put(numbered.application(), numbered.next());
      return found == numbered.before() ? null : "it was " + found;
    }
    return wrongRead(step);
  }

  private @Nullable String make(String name, ModelTable table) {
    return tables.put(name, table) == null ? null : "it makes a table that exists";
  }

  private @Nullable String change(Step.Changed changed) {
    ModelTable table = tables.get(changed.table());
    if (table == null) {
      return "it changes a table that is not there";
    }
    Long found = table.register(changed.key());
    if (changed.isChange()) {
      tables.put(changed.table(), table.with(changed.key(), changed.after()));
    }
    return Objects.equals(found, changed.before()) ? null : "it was " + found;
  }

  private @Nullable String alter(Step.Altered altered) {
    ModelTable table = tables.get(altered.table());
    if (table == null) {
      return "it alters a table that is not there";
    }
    List<Column> columns = new ArrayList<>(table.columns());
    Column before = altered.before();
    Column after = altered.after();
    int place = before == null ? columns.size() : columns.indexOf(before);
    if (place < 0) {
      return "it has the columns " + columns;
    }
    if (before != null) {
      columns.remove(place);
    }
    if (after != null) {
      if (columns.stream().anyMatch(column -> column.name().equals(after.name()))) {
        return "two columns have one name of " + columns;
      }
      columns.add(place, after);
    }
    tables.put(altered.table(), new ModelTable(table.birth(), table.rows(), columns));
    return null;
  }

  private @Nullable String restore(Step.Restored restored) {
    ModelTable table = tables.get(restored.table());
    if (table == null || table.birth() != restored.then().birth()) {
      return "it restores another table";
    }
    tables.put(restored.table(), restored.then().with(table.rows()));
    return null;
  }

  /** What the version did is undone, whatever else came since. */
  private @Nullable String revert(Step.Reverted reverted) {
    Map<String, ModelTable> result = new HashMap<>();
    for (long birth : reverted.touched()) {
      String before = reverted.before().nameOf(birth);
      String after = reverted.after().nameOf(birth);
      String name = Model.nameOf(tables, birth);
      ModelTable now = name == null ? null : tables.remove(name);
      disordered.add(birth);
      if (after == null) {
        if (now != null || result.put(before, reverted.before().tables().get(before)) != null) {
          return "table %s, which it dropped, or another one, is there".formatted(before);
        }
        continue;
      }
      ModelTable became = reverted.after().tables().get(after);
      boolean keepsName = after.equals(before);
      if (now == null || name == null || (!keepsName && !name.equals(after))) {
        return "table %s has another name, or is gone".formatted(after);
      }
      if (before == null) {
        if (!now.looksLike(became)) {
          return "others wrote to table %s, which goes".formatted(name);
        }
        continue;
      }
      ModelTable was = reverted.before().tables().get(before);
      boolean altered = !was.columns().equals(became.columns());
      if (altered && !now.columns().equals(became.columns())) {
        return "others altered table %s, which it altered".formatted(name);
      }
      List<Row> rows = new ArrayList<>(now.with(was.rows()).rows());
      for (Row row : became.rows()) {
        if (was.rows().stream().noneMatch(row::is) && !rows.removeIf(row::is)) {
          return "%s is gone from %s, or is not as it was".formatted(row, name);
        }
      }
      was.rows().stream()
          .filter(row -> became.rows().stream().noneMatch(row::is))
          .forEach(rows::add);
      List<Column> columns = altered ? was.columns() : now.columns();
      String last = keepsName ? name : before;
      if (result.put(last, new ModelTable(birth, rows, columns)) != null) {
        return "two tables are named " + last;
      }
    }
    for (Map.Entry<String, ModelTable> each : result.entrySet()) {
      if (tables.put(each.getKey(), each.getValue()) != null) {
        return "another table is named " + each.getKey();
      }
    }
    return null;
  }

  private @Nullable String wrongRead(Step step) {
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
      return Model.isSeen(disordered, table, scanned.key(), scanned.rows(), scanned.columns())
          ? null
          : "there are "
              + (table == null ? null : table.scan(scanned.key()) + " in " + table.columns());
    }
    throw new AssertionError(step);
  }
}
