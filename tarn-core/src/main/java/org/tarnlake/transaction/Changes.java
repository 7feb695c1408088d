package org.tarnlake.transaction;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.lake.LogEntry;
import org.tarnlake.lake.RatifiedEntry;
import org.tarnlake.lake.Sequence;
import org.tarnlake.lake.TableCommit;

/**
 * Everything that one transaction, or one log entry, changes. Immutable.
 *
 * @param who names it in messages, such as {@code lake version 42}
 * @param catalog in order
 * @param applications whose numbers are recorded for the whole lake
 * @param tables by table id
 */
record Changes(
    String who,
    List<CatalogChange> catalog,
    Set<String> applications,
    Map<String, TableChange> tables) {
  Changes {
    catalog = List.copyOf(catalog);
    applications = Set.copyOf(applications);
    tables = Map.copyOf(tables);
  }

  /**
   * What a ratified entry changed, of the tables that matter to somebody.
   *
   * @param versionWords what stands before its version in messages
   * @param knowledge of a table, by its id
   */
  static Changes of(
      RatifiedEntry ratified,
      String versionWords,
      Predicate<String> tableIds,
      Function<String, TableChange.Knowledge> knowledge) {
    LogEntry entry = ratified.entry();
    Map<String, TableChange> tables = new HashMap<>();
    for (TableCommit commit : entry.tableCommits()) {
      if (tableIds.test(commit.tableId())) {
        tables.put(
            commit.tableId(),
            TableChange.of(ratified.actions(commit.tableId()), knowledge.apply(commit.tableId())));
      }
    }
    return new Changes(
        versionWords + " " + entry.lakeVersion(),
        entry.changes(),
        entry.sequences().stream().map(Sequence::application).collect(Collectors.toSet()),
        tables);
  }
}
