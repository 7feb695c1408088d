package org.tarnlake.lake;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The commit of one lake version: everything that became true at once. Immutable.
 *
 * @param follows where the log ended before it
 * @param lakeVersion the version it makes, from 1; of a Delta table of its own from 0
 * @param txnId what makes an entry its writer's own
 * @param readVersion the oldest lake version that one of its transactions read
 * @param timestampMillis of a lake's entry, later than that of the one before
 * @param isolation {@code snapshot} or {@code serializable}
 * @param operation what was done, for people
 * @param writer the program that wrote it
 * @param transactions how many transactions share the entry
 * @param changes of the catalog, in order
 * @param sequences the numbers that applications recorded
 * @param tableCommits one for each touched table
 */
public record LogEntry(
    LogEnd follows,
    long lakeVersion,
    UUID txnId,
    long readVersion,
    long timestampMillis,
    String isolation,
    String operation,
    String writer,
    int transactions,
    List<CatalogChange> changes,
    List<Sequence> sequences,
    List<TableCommit> tableCommits) {

  /** The operation of an entry by which tables enter the catalog again that were dropped. */
  public static final String BRING_BACK = "bring back";

  public LogEntry {
    Objects.requireNonNull(follows, "follows");
    Objects.requireNonNull(txnId, "txnId");
    Objects.requireNonNull(isolation, "isolation");
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(writer, "writer");
    if (lakeVersion < 0 || readVersion < -1 || readVersion >= lakeVersion || transactions < 1) {
      throw new IllegalArgumentException(
          "lake version %s, read version %s, %s transactions"
              .formatted(lakeVersion, readVersion, transactions));
    }
    changes = List.copyOf(changes);
    sequences = List.copyOf(sequences);
    tableCommits = List.copyOf(tableCommits);
  }

  /** Whether the tables that enter the catalog are those of the lake that were dropped before. */
  public boolean bringsBack() {
    return List.of(operation.split(", ")).contains(BRING_BACK);
  }

  /** The commit of one table; null if the entry does not touch it. */
  public @Nullable TableCommit tableCommit(String tableId) {
    for (TableCommit commit : tableCommits) {
      if (commit.tableId().equals(tableId)) {
        return commit;
      }
    }
    return null;
  }
}
