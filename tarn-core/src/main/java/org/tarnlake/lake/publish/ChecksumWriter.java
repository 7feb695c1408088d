package org.tarnlake.lake.publish;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.TarnException;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.CommitChain;
import org.tarnlake.lake.CommitMark;
import org.tarnlake.lake.RatifiedEntry;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.lake.TableLoader;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.state.Checksum;
import org.tarnlake.work.Parallel;

/**
 * Writes the version checksums of published commits (PROTOCOL.md, "Version Checksum File"). Safe
 * for many threads.
 *
 * <p>They are optional for every reader, so a failure is only logged, and the newest version of
 * those published together is enough. While many tables are written at once, each gets one for
 * every {@value #VERSIONS_UNDER_LOAD} versions only: a third file for each commit would cost a
 * quarter of the throughput.
 */
final class ChecksumWriter implements Follower {
  private static final Logger LOGGER = System.getLogger(ChecksumWriter.class.getName());
  private static final int VERSIONS_UNDER_LOAD = 8;

  /** A round of publication that touches more tables is one under load. */
  private static final int TABLES_UNDER_LOAD = 8;

  /** Of so many tables the sums stay in memory. */
  private static final int TABLES_MAX = 1000;

  /** How many are written at a time to a store where each request takes a while. */
  private static final int DISTANT_WIDTH = 32;

  private final ObjectStore store;
  private final TableLoader loader;
  private final Presence presence;
  private final ExecutorService background;
  private final Map<String, Totals> totals = new ConcurrentHashMap<>();

  /** Of tables whose newest version has no checksum yet. */
  private final Map<String, Totals> unwritten = new ConcurrentHashMap<>();

  /** The sums of a table at a version, and the first version since the last file. */
  private record Totals(
      CatalogTable table,
      long version,
      Checksum checksum,
      CommitInfo info,
      long commitCrc,
      long firstUnwritten) {
    boolean isOverdue() {
      return version - firstUnwritten + 1 >= VERSIONS_UNDER_LOAD;
    }
  }

  ChecksumWriter(
      ObjectStore store, TableLoader loader, Presence presence, ExecutorService background) {
    this.store = store;
    this.background = background;
    this.loader = loader;
    this.presence = presence;
  }

  @Override
  public String name() {
    return "version checksum";
  }

  /** Adds it up. */
  @Override
  public void published(PublishedCommit published) {
    CatalogTable table = published.table();
    RatifiedEntry entry = published.entry();
    long version = published.version();
    String membership = table.membership();
    try {
      Checksum checksum = sum(table, entry, version);
      TableCommit commit = entry.entry().tableCommit(table.id());
      if (checksum == null
          || commit == null
          || !(entry.actions(table.id()).get(0) instanceof CommitInfo info)) {
        forget(membership);
        return;
      }
      Totals waiting = unwritten.get(membership);
      long firstUnwritten = waiting == null ? version : waiting.firstUnwritten;
      Totals now = new Totals(table, version, checksum, info, commit.crc32c(), firstUnwritten);
      totals.put(membership, now);
      unwritten.put(membership, now);
    } catch (TarnException e) {
      forget(membership);
      LOGGER.log(Level.DEBUG, "no checksum for {0}: {1}", table.location(), e.getMessage());
    }
  }

  private @Nullable Checksum sum(CatalogTable table, RatifiedEntry entry, long version) {
    if (version == 0) {
      return Checksum.next(null, entry.actions(table.id()));
    }
    Checksum before = before(table, entry, version - 1);
    Checksum next = before == null ? null : Checksum.next(before, entry.actions(table.id()));
    if (next != null) {
      return next;
    }
    CatalogTable then = entry.after().catalog().findById(table.id());
    return then == null ? null : Checksum.of(loader.load(then, entry.after()));
  }

  /**
   * What was added up here, or noted by another process of the lake: so whole, and of the very
   * commit that is named as the one before. Others' sums are not carried on: an error in them would
   * never end.
   */
  private @Nullable Checksum before(CatalogTable table, RatifiedEntry entry, long version) {
    Totals known = totals.get(table.membership());
    if (known != null && known.version == version) {
      return known.checksum;
    }
    long previous = CommitChain.previous(entry.actions(table.id()));
    if (table.isStandalone() || previous == CommitMark.UNKNOWN) {
      return null;
    }
    byte[] bytes = StoreAccess.find(store, DeltaNames.checksum(table.location(), version));
    return bytes == null ? null : Checksum.readSealed(bytes, previous);
  }

  @Override
  public void forget(Predicate<String> isGone) {
    totals.keySet().removeIf(isGone);
    unwritten.keySet().removeIf(isGone);
  }

  private void forget(String membership) {
    totals.remove(membership);
    unwritten.remove(membership);
  }

  /** Writes what is due. */
  @Override
  public void roundPublished(int tables) {
    boolean underLoad = tables > TABLES_UNDER_LOAD;
    write(each -> !underLoad || each.isOverdue());
    if (totals.size() > TABLES_MAX) {
      // What is written down can be read again.
      totals.keySet().retainAll(unwritten.keySet());
    }
  }

  /** Writes the checksum of every table's newest version. */
  @Override
  public void close() {
    write(each -> true);
  }

  private void write(Predicate<Totals> which) {
    List<Runnable> due = new ArrayList<>();
    unwritten.forEach(
        (membership, each) -> {
          if (which.test(each) && unwritten.remove(membership, each)) {
            due.add(() -> write(membership, each));
          }
        });
    Parallel.run(background, store.isLocal() ? 1 : DISTANT_WIDTH, due);
  }

  private void write(String membership, Totals due) {
    try {
      String name = DeltaNames.checksum(due.table.location(), due.version);
      byte[] bytes = due.checksum.toBytes(due.info, due.commitCrc);
      if (due.table.isStandalone()) {
        store.putIfAbsent(name, bytes);
      } else if (!StoreAccess.exists(store, name)) {
        // Only publishers write it, all of them the same; syncing it would cost each commit much.
        CommitMark commit = new CommitMark(due.version, due.commitCrc);
        new FollowerStore(store, presence, due.table, commit).put(name, bytes);
      }
    } catch (IOException | TarnException e) {
      forget(membership);
      LOGGER.log(Level.DEBUG, "no checksum for {0}: {1}", due.table.location(), e.getMessage());
    }
  }
}
