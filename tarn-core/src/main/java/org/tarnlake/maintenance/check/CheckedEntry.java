package org.tarnlake.maintenance.check;

import java.util.List;
import org.tarnlake.lake.LogEntry;

/**
 * A log entry that is sound in itself, and where in it things stand. Immutable.
 *
 * @param object its name
 * @param changeLines the line of each change of the catalog
 * @param commitLines the line of each table commit
 */
record CheckedEntry(
    String object, LogEntry entry, List<Integer> changeLines, List<Integer> commitLines) {
  CheckedEntry {
    changeLines = List.copyOf(changeLines);
    commitLines = List.copyOf(commitLines);
  }
}
