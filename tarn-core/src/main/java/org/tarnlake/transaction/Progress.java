package org.tarnlake.transaction;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.table.action.SetTransaction;
import org.tarnlake.table.scan.Deletions;
import org.tarnlake.transaction.CommitRequest.TableWrite;

/** How far applications come with a transaction, by table. One thread at a time. */
final class Progress {
  private final Map<String, OwnTable> tables = new LinkedHashMap<>();
  private final Map<String, Map<String, SetTransaction>> recorded = new LinkedHashMap<>();

  /**
   * Records how far an application has come with a table.
   *
   * @param before how far it had come; null if nothing is recorded
   * @throws InvalidDataException if that was as far
   */
  void record(OwnTable table, @Nullable SetTransaction before, SetTransaction progress) {
    if (before != null && before.version() >= progress.version()) {
      throw new InvalidDataException(
          "application '%s' has come to version %s of its own with table %s; it cannot record %s, which is not beyond it"
              .formatted(progress.appId(), before.version(), table.name(), progress.version()));
    }
    tables.put(table.id(), table);
    recorded
        .computeIfAbsent(table.id(), id -> new LinkedHashMap<>())
        .put(progress.appId(), progress);
  }

  /** What was recorded here; null if nothing was. */
  @Nullable SetTransaction find(OwnTable table, String application) {
    return recorded.getOrDefault(table.id(), Map.of()).get(application);
  }

  boolean isRecorded(String tableId) {
    return recorded.containsKey(tableId);
  }

  List<SetTransaction> of(OwnTable table) {
    return List.copyOf(recorded.getOrDefault(table.id(), Map.of()).values());
  }

  /**
   * What is recorded of tables to which nothing else is written.
   *
   * @param writes what is written
   * @param readTables the tables of which rows were read
   */
  List<TableWrite> withoutRows(List<TableWrite> writes, Set<String> readTables) {
    Map<String, OwnTable> rest = new LinkedHashMap<>(tables);
    writes.forEach(write -> rest.remove(write.table().id()));
    return rest.values().stream()
        .map(table -> recordOf(table, readTables.contains(table.id())))
        .toList();
  }

  private TableWrite recordOf(OwnTable table, boolean hasRead) {
    return new TableWrite(
        table, List.of(), List.of(), Deletions.NONE, false, hasRead, null, of(table), null);
  }

  /** Forgets a table that was dropped. */
  void forget(OwnTable table) {
    tables.remove(table.id());
    recorded.remove(table.id());
  }
}
