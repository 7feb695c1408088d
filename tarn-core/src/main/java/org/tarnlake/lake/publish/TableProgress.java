package org.tarnlake.lake.publish;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.StorageException;
import org.tarnlake.error.TarnException;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.Lag;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.RatifiedEntry;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.lake.TableLoader;
import org.tarnlake.lake.publish.TablePublisher.Pending;

/**
 * Publishes each table by itself, so that one which fails holds up no other: it lags until it can
 * be published again. Safe for many threads; those that publish the same table come one after the
 * other.
 */
final class TableProgress {
  private static final Logger LOGGER = System.getLogger(TableProgress.class.getName());

  /** How long a table that could not be published is left alone, unless somebody waits for it. */
  private static final long REST_MILLIS = 1000;

  private final LakeLog log;
  private final TableLoader loader;
  private final Environment environment;
  private final TablePublisher tables;
  private final Followers followers;
  private final Map<String, Long> triedMillis = new ConcurrentHashMap<>();

  TableProgress(
      LakeLog log,
      TableLoader loader,
      Environment environment,
      Presence presence,
      Followers followers) {
    this.log = log;
    this.loader = loader;
    this.environment = environment;
    this.tables = new TablePublisher(log, presence);
    this.followers = followers;
  }

  /** Tries those tables again that could not be published; at once if somebody waits for them. */
  void publishLagging(boolean all) {
    for (Lag lag : log.publication().lags()) {
      if (all || isRested(lag.membership())) {
        publish(lag, List.of());
      }
    }
  }

  private boolean isRested(String membership) {
    Long tried = triedMillis.get(membership);
    return tried == null || Math.abs(environment.clock().millis() - tried) >= REST_MILLIS;
  }

  /**
   * Publishes consecutive commits of one table, oldest first, after those that lag. Never throws.
   */
  void publish(List<Pending> commits) {
    Lag lag = log.publication().lag(commits.get(0).table().membership());
    if (lag == null) {
      publishAsFarAsPossible(commits);
    } else {
      publish(lag, commits);
    }
  }

  private void publish(Lag lag, List<Pending> commits) {
    List<Long> versions = new ArrayList<>(lag.lakeVersions());
    commits.stream()
        .map(Pending::lakeVersion)
        .filter(v -> !versions.contains(v))
        .forEach(versions::add);
    Lag longer =
        new Lag(lag.tableId(), lag.name(), lag.location(), lag.since(), versions, lag.cause());
    log.publication().lags(lag.membership(), longer);
    List<Pending> pending = new ArrayList<>();
    try {
      for (long version : versions) {
        RatifiedEntry entry = log.entry(version);
        TableCommit commit = entry.entry().tableCommit(lag.tableId());
        if (commit != null) {
          pending.add(Pending.of(log, entry, commit));
        }
      }
    } catch (RuntimeException | Error e) {
      failed(longer, e);
      return;
    }
    publishAsFarAsPossible(pending);
  }

  /** Never throws: a table that cannot be published lags from where it failed. */
  private void publishAsFarAsPossible(List<Pending> commits) {
    Pending newest = commits.get(commits.size() - 1);
    CatalogTable table = newest.table();
    int next = 0;
    boolean published = false;
    try {
      next = tables.alreadyPublished(commits);
      if (isOwners(table, commits.subList(next, commits.size()))) {
        next = commits.size();
      }
      while (next < commits.size()) {
        int together = tables.publishTogether(commits.subList(next, commits.size()));
        for (Pending pending : commits.subList(next, next + together)) {
          followers.published(pending.published());
          published = true;
        }
        next += together;
        if (together == 0) {
          Pending pending = commits.get(next);
          if (tables.publish(pending)) {
            followers.published(pending.published());
            published = true;
          }
          next++;
        }
      }
    } catch (RuntimeException | Error e) {
      if (!isPublishedByOthers(newest, e)) {
        List<Long> rest =
            commits.subList(next, commits.size()).stream().map(Pending::lakeVersion).toList();
        failed(Lag.of(table, rest, null), e);
        return;
      }
    }
    if (log.publication().lag(table.membership()) != null) {
      triedMillis.remove(table.membership());
      log.publication().lags(table.membership(), null);
      loader.firstLook().mended(table);
    }
    if (TablePublisher.detaches(newest.entry(), table.id())) {
      followers.forget(table.membership()::equals);
    }
    if (published) {
      followers.caughtUp(newest.published());
    }
  }

  /**
   * Whether a table was given back meanwhile, and others published all of it before: its owner may
   * have moved the folder, in which nothing can be published any more.
   */
  private boolean isPublishedByOthers(Pending newest, Throwable e) {
    try {
      log.refresh();
      if (tables.isGone(newest.table()) && tables.isCounted(newest)) {
        LOGGER.log(Level.DEBUG, "a table that was given back was published by others", e);
        return true;
      }
    } catch (TarnException unknown) {
      e.addSuppressed(unknown);
    }
    return false;
  }

  /**
   * Whether the owner of a table that was given back commits to it already. Nothing is put where
   * the table is not any more: its owner may have moved it.
   */
  private boolean isOwners(CatalogTable table, List<Pending> commits) {
    return !commits.isEmpty()
        && tables.isGone(table)
        && log.latest().catalog().isFree(table.location())
        && !wasDropped(Lag.of(table, commits.stream().map(Pending::lakeVersion).toList(), null))
        && !tables.requireFolder(commits);
  }

  private void failed(Lag lag, Throwable e) {
    if (e instanceof CorruptionException && wasDropped(lag)) {
      // Nobody reads its newest version any more, and its folder may be another's or gone.
      LOGGER.log(Level.DEBUG, "a dropped table is not published", e);
      log.publication().lags(lag.membership(), null);
      return;
    }
    TarnException cause =
        e instanceof TarnException known
            ? known
            : new StorageException("publication failed: " + e, e);
    Lag before = log.publication().lag(lag.membership());
    Lag now =
        new Lag(lag.tableId(), lag.name(), lag.location(), lag.since(), lag.lakeVersions(), cause);
    log.publication().lags(lag.membership(), now);
    triedMillis.put(lag.membership(), environment.clock().millis());
    if (cause instanceof CorruptionException damage) {
      loader.firstLook().damaged(lag.membership(), damage);
    }
    if (before == null || before.cause() == null) {
      LOGGER.log(Level.WARNING, now.message());
    }
  }

  /** Whether a table left the catalog, and not by being given back to its owner. */
  private boolean wasDropped(Lag lag) {
    CatalogTable now = log.latest().catalog().findById(lag.tableId());
    if (now != null && lag.isOf(now)) {
      return false;
    }
    long newest = log.latest().version();
    try {
      for (long version = lag.lakeVersions().get(0); version <= newest; version++) {
        for (CatalogChange change : log.entry(version).entry().changes()) {
          if (change.isDeparture() && change.tableId().equals(lag.tableId())) {
            return change instanceof CatalogChange.DropTable;
          }
        }
      }
    } catch (TarnException e) {
      LOGGER.log(Level.DEBUG, "how the table left the lake is not known", e);
    }
    return false;
  }

  /** Lets go of what is known of tables that are gone. */
  void forget(Predicate<String> isGone) {
    tables.forget(isGone);
  }
}
