package org.tarnlake.lake;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.work.Parallel;

/**
 * Compares a table's folder with the lake's log before this process reads the table or commits to
 * it for the first time. Safe for many threads.
 *
 * <p>A folder that was copied, restored or replaced without its lake, or the lake's log without it,
 * has other commits than were ratified, more of them, or fewer. None of that shows when the next
 * commit is ratified, only when it is published: then it is acknowledged already. So it is looked
 * for here, by two requests for a table.
 *
 * <p>Invariant: no commit to a table is acknowledged by a process that has not found the table's
 * newest published commit to be the ratified one, and none beyond it.
 */
public final class FirstLook {
  /** Other processes may commit between the look at the log and that at the folder. */
  private static final int LOOKS_MAX = 64;

  private final LakeLog log;
  private final ObjectStore store;
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final Map<String, CorruptionException> damaged = new ConcurrentHashMap<>();

  FirstLook(LakeLog log) {
    this.log = log;
    this.store = log.store();
  }

  /**
   * Has a table's folder compared, unless that was done.
   *
   * @throws CorruptionException if it holds other commits than were ratified
   * @throws ConflictException if others committed again and again meanwhile
   */
  void at(CatalogTable table) {
    CorruptionException known = damaged.get(table.membership());
    if (known != null) {
      throw new CorruptionException(String.valueOf(known.getMessage()), known);
    }
    if (!table.isVouchedFor() || seen.contains(table.membership())) {
      return;
    }
    for (int looks = 0; looks < LOOKS_MAX; looks++) {
      LakeState lake = log.latest();
      CatalogTable now = lake.catalog().findById(table.id());
      if (now == null || !now.membership().equals(table.membership()) || isSound(now, lake)) {
        seen.add(table.membership());
        return;
      }
    }
    throw new ConflictException(
        "others commit to table %s so fast that its folder could not be compared with the lake's log; try again"
            .formatted(table.name()));
  }

  /** Takes note that a table's folder holds what was not ratified. */
  public void damaged(String membership, CorruptionException why) {
    damaged.put(membership, why);
  }

  /** Takes note that what was wrong with a table's folder is mended. */
  public void mended(CatalogTable table) {
    damaged.remove(table.membership());
  }

  /** Lets go of what is known of tables that left the lake. */
  void retain(Set<String> memberships) {
    seen.retainAll(memberships);
    damaged.keySet().retainAll(memberships);
  }

  /** False if others committed to the table meanwhile, so that it has to be looked at again. */
  private boolean isSound(CatalogTable table, LakeState lake) {
    String next = DeltaNames.commit(table.location(), table.version() + 1);
    AtomicBoolean isThere = new AtomicBoolean();
    Parallel.run(
        log.background(),
        store.isLocal() ? 1 : 2,
        List.of(
            () -> requireRatified(table, lake),
            () -> isThere.set(StoreAccess.exists(store, next))));
    if (!isThere.get()) {
      return true;
    }
    LakeState newest = log.refresh();
    CatalogTable newer = newest.catalog().findById(table.id());
    if (newer != null
        && newer.version() == table.version()
        && newer.membership().equals(table.membership())) {
      throw CommitChain.notRatified(
          table,
          next,
          StoreAccess.get(store, next),
          newest,
          String.format(
              Locale.ROOT,
              "table %s is at version %d by the lake's log, but %s exists: the folder or the log was copied, restored or written to by itself; run 'tarn check', then 'tarn repair'",
              table.name(),
              table.version(),
              next));
    }
    return false;
  }

  /** Requires that the folder's newest commit is the ratified one, which vouches for the rest. */
  private void requireRatified(CatalogTable table, LakeState lake) {
    CommitMark mark = table.newest();
    for (RatifiedEntry entry : log.unpublished(table, lake)) {
      TableCommit commit = entry.entry().tableCommit(table.id());
      if (commit == null || commit.version() > mark.version()) {
        continue;
      }
      mark = new CommitMark(commit.version(), commit.crc32c());
      if (isThere(table, mark)) {
        return;
      }
      mark = before(commit, entry);
    }
    if (mark.version() >= 0 && !isThere(table, mark)) {
      throw new CorruptionException(
          String.format(
              Locale.ROOT,
              "%s is missing in %s, though table %s is at version %d by the lake's log: the folder or the log was copied, restored or changed by itself; run 'tarn check', then 'tarn repair'",
              DeltaNames.commit(table.location(), mark.version()),
              store.location(),
              table.name(),
              table.version()));
    }
  }

  private static CommitMark before(TableCommit commit, RatifiedEntry entry) {
    return new CommitMark(
        commit.version() - 1, CommitChain.previous(entry.actions(commit.tableId())));
  }

  private boolean isThere(CatalogTable table, CommitMark mark) {
    String name = DeltaNames.commit(table.location(), mark.version());
    byte[] found = StoreAccess.find(store, name);
    if (found == null) {
      return false;
    }
    if (mark.isKnown() && CommitLines.ofBytes(found).crc32c() != mark.crc32c()) {
      throw CommitChain.notRatified(
          table,
          name,
          found,
          log.latest(),
          String.valueOf(CommitChain.broken(table, name).getMessage()));
    }
    return true;
  }
}
