package org.tarnlake.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tarnlake.Changes;
import org.tarnlake.Lake;
import org.tarnlake.Rows;
import org.tarnlake.Snapshot;
import org.tarnlake.Table;
import org.tarnlake.row.ChangeType;
import org.tarnlake.row.Row;

/** Replays the changes of a lake, and holds what they lead to against what its versions show. */
public final class FeedReplay {
  private FeedReplay() {}

  /** Fails unless the changes of each version lead from the rows before it to those after it. */
  public static void assertLeadsToEachVersion(Lake lake) {
    Map<String, Map<String, Integer>> tables = new HashMap<>();
    try (Changes changes = lake.changes().open()) {
      while (changes.nextVersion()) {
        long version = changes.version();
        Map<String, Integer> preimages = new HashMap<>();
        Map<String, Integer> postimages = new HashMap<>();
        Map<String, String> ids = new HashMap<>();
        Snapshot snapshot = lake.asOf(version);
        snapshot.tables().forEach(table -> ids.put(table.name(), table.id()));
        while (changes.next()) {
          assertThat(changes.version()).isEqualTo(version);
          String row = named(changes.row());
          Map<String, Integer> rows =
              tables.computeIfAbsent(
                  ids.getOrDefault(changes.table(), changes.table()), id -> new HashMap<>());
          rows.merge(row, changes.change().takesAway() ? -1 : 1, FeedReplay::sum);
          if (changes.change() == ChangeType.UPDATE_PREIMAGE) {
            preimages.merge(changes.table(), 1, Integer::sum);
          } else if (changes.change() == ChangeType.UPDATE_POSTIMAGE) {
            postimages.merge(changes.table(), 1, Integer::sum);
          }
        }
        assertThat(changes.seenThrough()).isEqualTo(version);
        assertThat(postimages).as("pairs of version %s", version).isEqualTo(preimages);
        for (Table table : snapshot.tables()) {
          assertThat(tables.getOrDefault(table.id(), Map.of()))
              .as("table %s as of version %s", table.name(), version)
              .isEqualTo(rows(table));
        }
      }
      assertThat(changes.seenThrough()).isEqualTo(lake.latest().version());
    }
  }

  /** Null where nothing is left, so that a map has no such row. */
  private static Integer sum(int before, int more) {
    return before + more == 0 ? null : (Integer) (before + more);
  }

  private static Map<String, Integer> rows(Table table) {
    Map<String, Integer> count = new LinkedHashMap<>();
    try (Rows rows = table.scan().rows()) {
      while (rows.next()) {
        count.merge(named(rows), 1, Integer::sum);
      }
    }
    return count;
  }

  /** Without nulls, and whatever the order of the columns: it may become another one. */
  private static String named(Row row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < row.type().size(); i++) {
      if (row.get(i) != null) {
        values.add(row.type().field(i).name() + "=" + row.get(i));
      }
    }
    values.sort(null);
    return String.join(", ", values);
  }

  private static String text(Row row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < row.type().size(); i++) {
      values.add(String.valueOf(row.get(i)));
    }
    return String.join(", ", values);
  }

  /** Each change of a lake as a line: its version, table, change and values. */
  public static List<String> lines(Changes changes) {
    List<String> lines = new ArrayList<>();
    while (changes.nextVersion()) {
      while (changes.next()) {
        lines.add(
            "%s %s %s %s"
                .formatted(
                    changes.version(), changes.table(), changes.change(), text(changes.row())));
      }
    }
    return lines;
  }
}
