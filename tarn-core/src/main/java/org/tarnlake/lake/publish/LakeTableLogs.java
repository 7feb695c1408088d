package org.tarnlake.lake.publish;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.RatifiedEntry;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.lake.publish.TablePublisher.Pending;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.work.Parallel;

/**
 * The logs of a lake's tables, into which the lake's log is published, several tables side by side.
 * One thread at a time.
 *
 * <p>Invariants, besides those of {@link TablePublisher}:
 *
 * <ol>
 *   <li>Nothing is published of an entry that a power cut could still take.
 *   <li>A lake checkpoint is written before a table that was detached counts as published, so that
 *       nobody publishes into its folder again. Publication waits for that one and fails with it:
 *       it is a step of publication, and not what a follower does.
 *   <li>A table that cannot be published holds up no other: it lags.
 * </ol>
 */
final class LakeTableLogs implements TableLogs {
  private static final int PARALLEL_TABLES = 64;

  private final LakeLog log;
  private final Environment environment;
  private final ObjectStore store;
  private final TableProgress progress;
  private final LakeCheckpointWriter lakeCheckpoints;
  private final Followers followers;

  LakeTableLogs(
      LakeLog log,
      Environment environment,
      TableProgress progress,
      LakeCheckpointWriter lakeCheckpoints,
      Followers followers) {
    this.log = log;
    this.environment = environment;
    this.store = log.store();
    this.progress = progress;
    this.lakeCheckpoints = lakeCheckpoints;
    this.followers = followers;
  }

  @Override
  public void retryLagging(boolean atOnce) {
    progress.publishLagging(atOnce);
  }

  @Override
  public long resume(long from, long newest) {
    if (!detaches(from, newest)) {
      return from;
    }
    // Whoever has the table now may have moved it or cleaned its log up: look no second time.
    log.publication().followNewestCheckpoint(log.store(), log.latest().version());
    return Math.max(from, log.publishedThrough());
  }

  @Override
  public void publish(long from, long to) {
    makeDurable(from, to);
    Map<String, List<Pending>> byTable = new LinkedHashMap<>();
    for (long version = from + 1; version <= to; version++) {
      RatifiedEntry entry = log.entry(version);
      for (TableCommit commit : entry.entry().tableCommits()) {
        Pending pending = Pending.of(log, entry, commit);
        byTable
            .computeIfAbsent(pending.table().membership(), membership -> new ArrayList<>())
            .add(pending);
      }
    }
    List<Runnable> tasks = new ArrayList<>();
    byTable.values().forEach(commits -> tasks.add(() -> progress.publish(commits)));
    Parallel.run(environment.background(), PARALLEL_TABLES, tasks);
    followers.roundPublished(tasks.size());
    if (detaches(from, to)) {
      lakeCheckpoints.write(to);
    }
  }

  /**
   * Another process may have linked an entry and not yet synced the log's folder. Were its commits
   * published durably first, a power cut could take the entry and leave what it ratified. The store
   * reports that a name is taken only once it is durable, and so are those before it. What can be
   * read of a store that is not on this disk is durable.
   */
  private void makeDurable(long from, long to) {
    if (!store.isLocal()) {
      return;
    }
    long version = to;
    while (version > from && log.entry(version).isDurable()) {
      version--;
    }
    if (version == from) {
      return;
    }
    String name = LakeNames.entry(version);
    try {
      byte[] bytes = store.get(name);
      if (store.putIfAbsent(name, bytes)) {
        throw new CorruptionException("%s was gone and is back; run 'tarn check'".formatted(name));
      }
    } catch (IOException e) {
      throw StoreAccess.failed("sync", store, name, e);
    }
  }

  private boolean detaches(long from, long to) {
    for (long version = from + 1; version <= to; version++) {
      for (CatalogChange change : log.entry(version).entry().changes()) {
        if (change instanceof CatalogChange.DetachTable) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public void forget(Predicate<String> isGone) {
    progress.forget(isGone);
  }
}
