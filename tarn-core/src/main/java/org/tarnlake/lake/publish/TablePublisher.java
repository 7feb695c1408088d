package org.tarnlake.lake.publish;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.StorageException;
import org.tarnlake.lake.CarriedFile;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.CommitChain;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.Publication;
import org.tarnlake.lake.PublicationTracker;
import org.tarnlake.lake.RatifiedEntry;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.DeltaNames;

/**
 * Puts the ratified commits of one table after the other into its {@code _delta_log}. Safe for many
 * threads; those that publish the same table come one after the other.
 *
 * <ol>
 *   <li>Version v of a table is published only after v - 1, so a published version vouches for all
 *       before it. Only a power cut may leave a later one of those that were published together,
 *       and no earlier one: who publishes next looks for that.
 *   <li>The files that its entry carries are written before a version is published: who sees the
 *       version finds them.
 *   <li>A published file is the ratified lines byte for byte; one that differs is never
 *       overwritten.
 *   <li>Before a put that comes long after the last look at the lake's log, the log is asked
 *       whether the table has left the lake since; what a put that took long may have done to a
 *       folder that the table had left is reported.
 * </ol>
 */
final class TablePublisher {
  private static final Logger LOGGER = System.getLogger(TablePublisher.class.getName());

  private final LakeLog log;
  private final Presence presence;
  private final ObjectStore store;
  private final CommitPuts puts;
  private final Map<String, Long> publishedVersions = new ConcurrentHashMap<>();

  TablePublisher(LakeLog log, Presence presence) {
    this.log = log;
    this.presence = presence;
    this.store = log.store();
    this.puts = new CommitPuts(log);
  }

  /** A commit that is to be published, and the table as its entry leaves it. */
  record Pending(RatifiedEntry entry, CatalogTable table, TableCommit commit) {
    static Pending of(LakeLog log, RatifiedEntry entry, TableCommit commit) {
      return new Pending(entry, tableOf(log, entry, commit.tableId()), commit);
    }

    /**
     * The table as the entry leaves it, or gives it back; a table that the same entry drops is not
     * in the catalog.
     */
    private static CatalogTable tableOf(LakeLog log, RatifiedEntry entry, String id) {
      CatalogTable table = entry.after().catalog().findById(id);
      if (table == null && detaches(entry, id)) {
        table = log.at(entry.entry().lakeVersion() - 1).catalog().findById(id);
      }
      if (table == null) {
        throw new CorruptionException(
            "%s commits to table %s and drops it; run 'tarn check'"
                .formatted(LakeNames.entry(entry.entry().lakeVersion()), id));
      }
      return table;
    }

    long lakeVersion() {
      return entry.entry().lakeVersion();
    }

    /** What followers are told of once it is. */
    PublishedCommit published() {
      return new PublishedCommit(table, entry, commit.version());
    }
  }

  /** How many of consecutive commits of one table, oldest first, are published already. */
  int alreadyPublished(List<Pending> commits) {
    int next = commits.size();
    long known = publishedVersions.getOrDefault(commits.get(0).table.membership(), -1L);
    while (next > 0
        && commits.get(next - 1).commit.version() > known
        && !isPublished(commits.get(next - 1))) {
      next--;
    }
    boolean isOthers = next > 0 && commits.get(next - 1).commit.version() > known;
    return isOthers && store.isLocal() ? durablyPublished(commits, next, known) : next;
  }

  /**
   * As {@link #alreadyPublished}, of what other processes have published on a disk. They may not
   * have synced it yet; and if they were publishing together when the power was cut, a commit may
   * be missing that is not the last.
   */
  private int durablyPublished(List<Pending> commits, int next, long known) {
    Pending newest = commits.get(next - 1);
    String name = DeltaNames.commit(newest.table.location(), newest.commit.version());
    try {
      store.putIfAbsent(name, newest.entry.lines(newest.commit).bytes());
    } catch (IOException e) {
      throw StoreAccess.failed("sync", store, name, e);
    }
    for (int i = Math.max(0, next - Publication.TOGETHER_MAX); i < next - 1; i++) {
      Pending each = commits.get(i);
      if (each.commit.version() > known
          && !StoreAccess.exists(
              store, DeltaNames.commit(each.table.location(), each.commit.version()))) {
        return i;
      }
    }
    return next;
  }

  /** Whether others published a commit, byte for byte, and with that all before it. */
  private boolean isPublished(Pending pending) {
    CatalogTable table = pending.table;
    long version = pending.commit.version();
    if (publishedVersions.getOrDefault(table.membership(), -2L) == version - 1) {
      // The next one after this process's own is put without a look.
      return false;
    }
    byte[] found = StoreAccess.find(store, DeltaNames.commit(table.location(), version));
    // Where other bytes stand in its place, the put will tell.
    return found != null && isSame(pending, found);
  }

  private static boolean isSame(Pending pending, byte[] found) {
    return Arrays.equals(found, pending.entry.lines(pending.commit).bytes());
  }

  private void requireSame(Pending pending, byte[] found) {
    if (!isSame(pending, found)) {
      throw CommitChain.notRatified(
          pending.table,
          DeltaNames.commit(pending.table.location(), pending.commit.version()),
          found,
          log.latest(),
          "%s differs from what %s ratified; another program wrote it, or the folder was copied or restored by itself: run 'tarn check', then 'tarn repair'"
              .formatted(
                  DeltaNames.commit(pending.table.location(), pending.commit.version()),
                  LakeNames.entry(pending.lakeVersion())));
    }
  }

  /**
   * Publishes the next commits of a table at once, as far as nothing is in the way: their files,
   * then they.
   *
   * @return how many, from the first on, are published now; the rest is to be published one by one
   */
  int publishTogether(List<Pending> commits) {
    List<Pending> some = commits.subList(0, Math.min(commits.size(), Publication.TOGETHER_MAX));
    Pending newest = some.get(some.size() - 1);
    if (some.size() == 1 || hasLeft(newest)) {
      return 0;
    }
    requireBefore(some.get(0));
    Map<String, byte[]> files = new LinkedHashMap<>();
    Map<String, byte[]> lines = new LinkedHashMap<>();
    for (Pending each : some) {
      addFiles(each, files);
      lines.put(
          DeltaNames.commit(each.table.location(), each.commit.version()),
          each.entry.lines(each.commit).bytes());
    }
    String first = lines.keySet().iterator().next();
    long startMillis = presence.nowMillis();
    try {
      int published = puts.put(files, lines, () -> !hasLeft(newest));
      presence.lookAfter(startMillis);
      if (published == 0 || isInAnothersFolder(some.get(0), first)) {
        return 0;
      }
      Pending last = some.get(published - 1);
      if (isInAnothersFolder(
          last, DeltaNames.commit(last.table.location(), last.commit.version()))) {
        return 0;
      }
      publishedVersions.put(last.table.membership(), last.commit.version());
      return published;
    } catch (IOException | StorageException e) {
      LOGGER.log(Level.DEBUG, "commits are published one by one, which tells how far that goes", e);
      return 0;
    }
  }

  private static void addFiles(Pending pending, Map<String, byte[]> files) {
    for (CarriedFile file : pending.commit.files()) {
      files.put(DeltaNames.dataFile(pending.table.location(), file.path()), file.content());
    }
  }

  /** Publishes the next commit of a table; false if the folder is not the lake's any more. */
  boolean publish(Pending pending) {
    String membership = pending.table.membership();
    long version = pending.commit.version();
    if (hasLeft(pending)) {
      publishedVersions.remove(membership);
      return false;
    }
    requireBefore(pending);
    String name = DeltaNames.commit(pending.table.location(), version);
    byte[] lines = pending.entry.lines(pending.commit).bytes();
    long startMillis = presence.nowMillis();
    try {
      Map<String, byte[]> files = new LinkedHashMap<>();
      addFiles(pending, files);
      puts.put(files);
      boolean isOurs = store.putIfAbsent(name, lines);
      presence.lookAfter(startMillis);
      if (!isOurs) {
        requireSame(pending, store.get(name));
      } else if (isInAnothersFolder(pending, name)) {
        // The table itself is published, so that it does not lag.
        return false;
      }
    } catch (IOException e) {
      throw StoreAccess.failed("publish", store, name, e);
    }
    publishedVersions.put(membership, version);
    return true;
  }

  /**
   * That the commit before is in the folder, and the ratified one. The folder may have been copied
   * or restored by itself: a commit put there behind a gap would vouch for what is missing.
   */
  private void requireBefore(Pending pending) {
    CatalogTable table = pending.table;
    long before = pending.commit.version() - 1;
    boolean isOwn = publishedVersions.getOrDefault(table.membership(), -2L) == before;
    if (before < 0 || (isOwn && !isGone(table))) {
      return;
    }
    String name = DeltaNames.commit(table.location(), before);
    byte[] found = StoreAccess.find(store, name);
    if (found == null) {
      throw new CorruptionException(
          "%s is missing in %s, so that the next version of table %s cannot be published: the folder or the log was copied, restored or changed by itself; run 'tarn check', then 'tarn repair'"
              .formatted(name, store.location(), table.name()));
    }
    if (!CommitChain.names(pending.entry.actions(table.id()), found)) {
      throw CommitChain.broken(table, name);
    }
  }

  /**
   * Whether a commit that was just put is in a folder that the table had left by then, and that is
   * another's; then that is told.
   */
  private boolean isInAnothersFolder(Pending pending, String name) {
    if (!hasLeft(pending) || !isBehindAnother(pending, name)) {
      return false;
    }
    LOGGER.log(
        Level.WARNING,
        "table {0} had left the lake when this process, which had been stopped, put {1} into a folder that is not the table''s any more: if another table is in that folder now, move the object away",
        pending.table.name(),
        name);
    return true;
  }

  /**
   * Whether a commit that was just put stands in another table's log: behind a commit that it does
   * not name, or behind none. Where others saw the commit in the table's own log, or moved it away
   * with the table, all is well.
   */
  private boolean isBehindAnother(Pending pending, String name) {
    long before = pending.commit.version() - 1;
    if (before < 0) {
      return false;
    }
    byte[] found = StoreAccess.find(store, DeltaNames.commit(pending.table.location(), before));
    return !CommitChain.names(pending.entry.actions(pending.table.id()), found)
        && StoreAccess.exists(store, name);
  }

  /**
   * Whether a table was detached meanwhile, and others have published this commit of it, or it was
   * dropped and another table has its folder. The log is asked only if it was not asked just now.
   */
  private boolean hasLeft(Pending pending) {
    if (isFolderAnothers(pending.table)) {
      return true;
    }
    if (!presence.hasLeft(pending.table)) {
      return false;
    }
    return isFolderAnothers(pending.table) || isCounted(pending);
  }

  /**
   * Whether a commit counts as published: as far as is known here, or by the newest lake
   * checkpoint, one of which was written before the detachment of a table counted so.
   */
  boolean isCounted(Pending pending) {
    Publication known = log.publication().now();
    return (known.through() >= pending.lakeVersion()
            && !known.isLagging(pending.table, pending.lakeVersion()))
        || PublicationTracker.isCounted(
            store, log.latest().version(), pending.table, pending.lakeVersion());
  }

  /**
   * That something of a table that was given back is in its folder, before its next commits are put
   * there; unless others have published them, and its owner may have moved it.
   *
   * @return false if its owner commits to it already
   */
  boolean requireFolder(List<Pending> commits) {
    CatalogTable table = commits.get(0).table;
    List<RatifiedEntry> entries = commits.stream().map(Pending::entry).toList();
    try {
      UnfinishedDetachment.requireFolder(store, table.location(), table.id(), entries);
      return !UnfinishedDetachment.isOwnersNow(store, table.location(), table.id(), entries);
    } catch (CorruptionException e) {
      if (!isCounted(commits.get(commits.size() - 1))) {
        throw e;
      }
      return true;
    }
  }

  /** Whether a table is gone, and another one of the lake has its folder. */
  private boolean isFolderAnothers(CatalogTable table) {
    return isGone(table) && !log.latest().catalog().isFree(table.location());
  }

  /** Whether a table has left the catalog, so that its owner may have moved its folder. */
  boolean isGone(CatalogTable table) {
    return presence.isGone(table);
  }

  /** Whether an entry gives a table back. */
  static boolean detaches(RatifiedEntry entry, String tableId) {
    return entry.entry().changes().stream()
        .anyMatch(
            change ->
                change instanceof CatalogChange.DetachTable && change.tableId().equals(tableId));
  }

  /** Lets go of what is known of tables that are gone. */
  void forget(Predicate<String> isGone) {
    publishedVersions.keySet().removeIf(isGone);
  }
}
