package org.tarnlake.transaction;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.LakeState;
import org.tarnlake.table.action.SetTransaction;
import org.tarnlake.table.scan.Deletions;
import org.tarnlake.transaction.CommitRequest.TableWrite;

/**
 * How far applications come with a transaction: with single tables, and with the whole lake. One
 * thread at a time.
 */
public final class Progress {
  private final LakeContext lake;
  private final ReadState base;
  private final ReadSet reads;
  private final Map<String, OwnTable> tables = new LinkedHashMap<>();
  private final Map<String, Map<String, SetTransaction>> recorded = new LinkedHashMap<>();
  private final Map<String, SetTransaction> sequences = new LinkedHashMap<>();

  Progress(LakeContext lake, ReadState base, ReadSet reads) {
    this.lake = lake;
    this.base = base;
    this.reads = reads;
  }

  /** How far an application has come with a table; null if nothing is recorded. */
  public @Nullable SetTransaction find(OwnTable table, String application) {
    reads.addProgress(table.id(), application);
    SetTransaction own = recorded.getOrDefault(table.id(), Map.of()).get(application);
    CatalogTable committed = table.base();
    return own != null || committed == null
        ? own
        : lake.loader().load(committed, base.state()).transaction(application);
  }

  /**
   * Records how far an application has come with a table.
   *
   * @throws InvalidDataException if it had come as far, or records a number for the whole lake here
   */
  public void record(OwnTable table, String application, long version) {
    lake.log().format().requireWritable(table.name().toString(), table.head());
    SetTransaction before = find(table, application);
    if (before != null && before.version() >= version) {
      throw new InvalidDataException(
          "application '%s' has come to version %s of its own with table %s; it cannot record %s, which is not beyond it"
              .formatted(application, before.version(), table.name(), version));
    }
    if (sequences.containsKey(application)) {
      throw mixed(application);
    }
    tables.put(table.id(), table);
    recorded
        .computeIfAbsent(table.id(), id -> new LinkedHashMap<>())
        .put(application, now(application, version));
  }

  /** An application's number in the lake, or in the only table there is; null if it has none. */
  public @Nullable Long sequence(String application) {
    if (lake.log().isStandalone()) {
      SetTransaction found = find(onlyTable(), application);
      return found == null ? null : found.version();
    }
    reads.addSequence(application);
    SetTransaction own = sequences.get(application);
    return own == null ? base.state().sequences().find(application) : Long.valueOf(own.version());
  }

  /**
   * Records an application's number.
   *
   * @throws InvalidDataException if it is not beyond the one before, or the application records its
   *     progress with a single table here
   */
  public void sequence(String application, long next) {
    Long before = sequence(application);
    if (before != null && before >= next) {
      throw new InvalidDataException(
          "application '%s' has come to number %s; it cannot record %s, which is not beyond it: its work up to there was committed before"
              .formatted(application, before, next));
    }
    if (lake.log().isStandalone()) {
      record(onlyTable(), application, next);
      return;
    }
    if (recorded.values().stream().anyMatch(each -> each.containsKey(application))) {
      throw mixed(application);
    }
    sequences.put(application, now(application, next));
  }

  private static InvalidDataException mixed(String application) {
    return new InvalidDataException(
        "application '%s' records a number for the whole lake and its progress with a single table in one transaction; give one of them another name"
            .formatted(application));
  }

  private SetTransaction now(String application, long version) {
    return new SetTransaction(application, version, lake.environment().clock().millis());
  }

  private OwnTable onlyTable() {
    LakeState state = base.state();
    CatalogTable table = state.onlyTable();
    return new OwnTable(
        table.id(), table.name(), table.location(), lake.loader().head(table, state), table);
  }

  boolean isRecorded(String tableId) {
    return recorded.containsKey(tableId);
  }

  /** What is recorded for the whole lake. */
  List<SetTransaction> sequences() {
    return List.copyOf(sequences.values());
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
