package org.tarnlake.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.StorageException;
import org.tarnlake.error.TarnException;
import org.tarnlake.schema.TableName;

/**
 * A table whose newest commits are in the lake's log and could not be published yet. Immutable.
 *
 * @param lakeVersions of the entries that hold these commits, oldest first; at least one
 * @param cause why publication failed; null if another process found that
 */
public record Lag(
    String tableId,
    TableName name,
    String location,
    long since,
    List<Long> lakeVersions,
    @Nullable TarnException cause) {

  public Lag {
    Objects.requireNonNull(tableId, "tableId");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(location, "location");
    lakeVersions = List.copyOf(lakeVersions);
    if (lakeVersions.isEmpty()) {
      throw new IllegalArgumentException("a table without unpublished commits does not lag");
    }
  }

  public static Lag of(CatalogTable table, List<Long> lakeVersions, @Nullable TarnException cause) {
    return new Lag(table.id(), table.name(), table.location(), table.since(), lakeVersions, cause);
  }

  /** As {@link CatalogTable#membership}. */
  public String membership() {
    return tableId + "@" + since;
  }

  /** Whether it is that of a table, and of no earlier one with its id or name. */
  public boolean isOf(CatalogTable table) {
    return membership().equals(table.membership());
  }

  /** Without what came after a lake version; null if nothing is left. */
  @Nullable Lag upTo(long lakeVersion) {
    List<Long> kept = lakeVersions.stream().filter(each -> each <= lakeVersion).toList();
    return kept.isEmpty() ? null : new Lag(tableId, name, location, since, kept, cause);
  }

  /** With later versions of the same table. */
  public Lag and(Lag later) {
    List<Long> all = new ArrayList<>(lakeVersions);
    all.addAll(later.lakeVersions);
    return new Lag(tableId, name, location, since, all, cause);
  }

  /** What is wrong, for people: the table, since when, why, and the remedy. */
  public String message() {
    TarnException why = cause;
    return String.format(
        Locale.ROOT,
        "table %s is not published since lake version %d, so other engines see %s; its commits are safe in the lake's log: %s",
        name,
        lakeVersions.get(0),
        cause instanceof CorruptionException ? "other rows" : "an older version of it",
        why == null ? "publication is tried again with the next commit" : why.getMessage());
  }

  /** The failure of the first of some tables, with those of the others. */
  public static TarnException failure(List<Lag> lags) {
    TarnException first = lags.get(0).failure();
    lags.subList(1, lags.size()).forEach(lag -> first.addSuppressed(lag.failure()));
    return first;
  }

  /** The failure as the caller of a wait for publication gets it. */
  public TarnException failure() {
    return cause instanceof CorruptionException
        ? new CorruptionException(message(), cause)
        : cause == null
            ? new StorageException(message(), new java.io.IOException("not published"))
            : new StorageException(message(), cause);
  }
}
