package org.tarnlake.transaction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.tarnlake.schema.TableName;
import org.tarnlake.table.action.AddFile;

/**
 * What a transaction has read: for each table the conditions on the rows, each telling whether a
 * file may hold a row that it is true for, and the applications whose progress was asked for, there
 * or with the whole lake; and of the catalog which names. One thread at a time.
 */
final class ReadSet {
  private static final int MAX_CONDITIONS = 1000;

  private final Map<String, List<Predicate<AddFile>>> tables = new LinkedHashMap<>();
  private final Map<String, Set<String>> applications = new HashMap<>();
  private final Set<String> sequences = new HashSet<>();
  private final Set<String> names = new HashSet<>();
  private boolean allNames;

  /** Notes that the rows of a table were read for which a condition may be true. */
  void addRows(String tableId, Predicate<AddFile> mayMatch) {
    List<Predicate<AddFile>> conditions = tables.computeIfAbsent(tableId, id -> new ArrayList<>());
    if (conditions.size() == MAX_CONDITIONS) {
      conditions.clear();
      conditions.add(file -> true);
    } else {
      conditions.add(mayMatch);
    }
  }

  /** Notes that it was asked how far an application has come with a table. */
  void addProgress(String tableId, String application) {
    applications.computeIfAbsent(tableId, id -> new HashSet<>()).add(application);
  }

  /** Notes that it was asked how far an application has come with the lake. */
  void addSequence(String application) {
    sequences.add(application);
  }

  /** Notes that it was asked whether there is a table of a name. */
  void addName(TableName name) {
    names.add(name.key());
  }

  /** Notes that all tables were listed. */
  void addAllNames() {
    allNames = true;
  }

  /** The tables of which rows were read. */
  Set<String> tableIds() {
    return tables.keySet();
  }

  /** By table, the applications whose progress was asked for. */
  Map<String, Set<String>> applications() {
    return applications;
  }

  /** The applications of which it was asked how far they have come with the lake. */
  Set<String> sequences() {
    return sequences;
  }

  boolean mayHaveRead(String tableId, AddFile file) {
    return tables.getOrDefault(tableId, List.of()).stream().anyMatch(each -> each.test(file));
  }

  boolean hasReadName(TableName name) {
    return allNames || names.contains(name.key());
  }
}
