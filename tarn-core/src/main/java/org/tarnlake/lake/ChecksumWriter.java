package org.tarnlake.lake;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.TarnException;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.table.Checksum;
import org.tarnlake.table.CommitInfo;
import org.tarnlake.table.DeltaNames;

/**
 * Writes the version checksums of published commits (PROTOCOL.md, "Version Checksum File"). Safe
 * for many threads.
 *
 * <p>They are optional for every reader, so a failure is only logged, and the newest version of
 * those published together is enough. While many tables are written at once, each gets one for
 * every {@value #VERSIONS_UNDER_LOAD} versions only: a third file for each commit would cost a
 * quarter of the throughput.
 */
final class ChecksumWriter {
  private static final Logger LOGGER = System.getLogger(ChecksumWriter.class.getName());
  private static final int VERSIONS_UNDER_LOAD = 8;

  /** A round of publication that touches more tables is one under load. */
  private static final int TABLES_UNDER_LOAD = 8;

  private final ObjectStore store;
  private final TableLoader loader;
  private final Map<String, Totals> totals = new ConcurrentHashMap<>();

  /** Of tables whose newest version has no checksum yet. */
  private final Map<String, Totals> unwritten = new ConcurrentHashMap<>();

  /** The sums of a table at a version, and the first version since the last file. */
  private record Totals(
      String location, long version, Checksum checksum, CommitInfo info, long firstUnwritten) {
    boolean isOverdue() {
      return version - firstUnwritten + 1 >= VERSIONS_UNDER_LOAD;
    }
  }

  ChecksumWriter(ObjectStore store, TableLoader loader) {
    this.store = store;
    this.loader = loader;
  }

  /** Adds up a commit that was published; those of one table come in order. */
  void published(CatalogTable table, RatifiedEntry entry, long version) {
    String id = table.id();
    try {
      Checksum checksum = sum(table, entry, version);
      if (checksum == null || !(entry.actions(id).get(0) instanceof CommitInfo info)) {
        forget(id);
        return;
      }
      Totals waiting = unwritten.get(id);
      long firstUnwritten = waiting == null ? version : waiting.firstUnwritten;
      Totals now = new Totals(table.location(), version, checksum, info, firstUnwritten);
      totals.put(id, now);
      unwritten.put(id, now);
    } catch (TarnException e) {
      forget(id);
      LOGGER.log(Level.DEBUG, "no checksum for {0}: {1}", table.location(), e.getMessage());
    }
  }

  private @Nullable Checksum sum(CatalogTable table, RatifiedEntry entry, long version) {
    if (version == 0) {
      return Checksum.next(null, entry.actions(table.id()));
    }
    Checksum before = before(table, version - 1);
    Checksum next = before == null ? null : Checksum.next(before, entry.actions(table.id()));
    if (next != null) {
      return next;
    }
    CatalogTable then = entry.after().catalog().findById(table.id());
    return then == null ? null : Checksum.of(loader.load(then, entry.after()));
  }

  /** What was added up here, or noted by another process; a state may be too large to count. */
  private @Nullable Checksum before(CatalogTable table, long version) {
    Totals known = totals.get(table.id());
    if (known != null && known.version == version) {
      return known.checksum;
    }
    byte[] bytes = StoreReads.find(store, DeltaNames.checksum(table.location(), version));
    Checksum noted = bytes == null ? null : Checksum.read(bytes);
    boolean isIts =
        noted != null && (table.isStandalone() || noted.metadata().id().equals(table.id()));
    return isIts ? noted : null;
  }

  private void forget(String id) {
    totals.remove(id);
    unwritten.remove(id);
  }

  /** Writes what is due after a round of publication that touched so many tables. */
  void roundEnded(int tables) {
    boolean underLoad = tables > TABLES_UNDER_LOAD;
    write(each -> !underLoad || each.isOverdue());
  }

  /** Writes the checksum of every table's newest version. */
  void writeAll() {
    write(each -> true);
  }

  private void write(Predicate<Totals> which) {
    unwritten.forEach(
        (id, each) -> {
          if (which.test(each) && unwritten.remove(id, each)) {
            write(id, each);
          }
        });
  }

  private void write(String id, Totals due) {
    try {
      String name = DeltaNames.checksum(due.location, due.version);
      byte[] bytes = due.checksum.toBytes(due.info);
      if (id.equals(CatalogTable.STANDALONE)) {
        store.putIfAbsent(name, bytes);
      } else if (!StoreReads.exists(store, name)) {
        // Only publishers write it, all of them the same; syncing it would cost each commit much.
        store.put(name, bytes);
      }
    } catch (IOException | TarnException e) {
      forget(id);
      LOGGER.log(Level.DEBUG, "no checksum for {0}: {1}", due.location, e.getMessage());
    }
  }
}
