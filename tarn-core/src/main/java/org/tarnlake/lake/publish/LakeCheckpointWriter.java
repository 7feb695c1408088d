package org.tarnlake.lake.publish;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.StorageException;
import org.tarnlake.error.TarnException;
import org.tarnlake.lake.Lag;
import org.tarnlake.lake.LakeCheckpoint;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.LakeState;
import org.tarnlake.lake.LogLoader;
import org.tarnlake.lake.RatifiedEntry;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;

/**
 * Writes lake checkpoints, and the hint that names the newest: one every so many entries. One
 * thread at a time.
 *
 * <p>Invariants:
 *
 * <ol>
 *   <li>A checkpoint is written only when every table commit up to its version is published, or is
 *       listed in it as one that is not.
 *   <li>After a write a checkpoint stands there that whoever opens the lake uses. What else had its
 *       name, damaged or of another history, is moved to {@code _tarn/lost+found/}.
 * </ol>
 */
final class LakeCheckpointWriter implements Follower {
  private static final Logger LOGGER = System.getLogger(LakeCheckpointWriter.class.getName());

  /** A checkpoint comes after this many entries, or more where it has many lines. */
  private static final int INTERVAL = 64;

  private static final int LINES_PER_ENTRY = 8;

  /** At most, where whoever opens the lake waits for each round of entries that it reads. */
  private static final int DISTANT_INTERVAL_MAX = 256;

  /**
   * Or after entries that carry this much: who opens the lake reads them, and readers keep them.
   */
  private static final long CARRIED_BYTES = 8 << 20;

  private final LakeLog log;
  private final ObjectStore store;
  private long newest;

  /** Up to which version, and how much, was carried since the newest one. */
  private long counted;

  private long carriedBytes;

  LakeCheckpointWriter(LakeLog log) {
    this.log = log;
    this.store = log.store();
    this.newest = log.loadedCheckpoint();
  }

  @Override
  public String name() {
    return "lake checkpoint";
  }

  /** Writes one if it is due; one that fails is tried again after the next round. */
  @Override
  public void roundCounted(long lakeVersion) {
    LakeState state = log.at(lakeVersion);
    int lines = state.catalog().tables().size() + state.sequences().size();
    long most = log.store().isLocal() ? Long.MAX_VALUE : DISTANT_INTERVAL_MAX;
    long interval = Math.min(most, Math.max(INTERVAL, lines / LINES_PER_ENTRY));
    if (lakeVersion - newest < interval && carriedUpTo(lakeVersion) < CARRIED_BYTES) {
      return;
    }
    try {
      write(lakeVersion);
    } catch (TarnException e) {
      LOGGER.log(Level.WARNING, "no lake checkpoint: {0}", e.getMessage());
    }
  }

  /** How much the entries since the newest checkpoint carry. */
  private long carriedUpTo(long lakeVersion) {
    counted = Math.max(counted, newest);
    while (counted < lakeVersion) {
      RatifiedEntry entry = log.recent(++counted);
      if (entry != null) {
        carriedBytes +=
            entry.entry().tableCommits().stream().mapToLong(TableCommit::carriedBytes).sum();
      }
    }
    return carriedBytes;
  }

  /**
   * Writes the checkpoint of a lake version, unless it is there.
   *
   * @param version up to which everything is published, but for what lags
   * @throws StorageException if the store fails
   * @throws CorruptionException if the log in the store is not the one that was read any more
   */
  void write(long version) {
    write(log.at(version), log.publication().now().lagsUpTo(version));
    newest = version;
    carriedBytes = 0;
  }

  private void write(LakeState state, List<Lag> lags) {
    String name = LakeNames.checkpoint(state.version());
    byte[] bytes = LakeCheckpoint.encode(state, lags);
    try {
      if (!store.putIfAbsent(name, bytes) && !isUsable(state)) {
        moveAside(name);
        if (!store.putIfAbsent(name, bytes) && !isUsable(state)) {
          throw new IOException("another process writes there what this one cannot use");
        }
      }
    } catch (IOException e) {
      throw StoreAccess.failed("write", store, name, e);
    }
    hint(state.version());
  }

  /** Whether the checkpoint that stands there is of this history. */
  private boolean isUsable(LakeState state) {
    String entry = LakeNames.entry(state.version());
    if (!state.end().after(StoreAccess.get(store, entry)).equals(state.end())) {
      throw new CorruptionException(
          "%s is another entry now than this process has read; close the lake, run 'tarn check', and open it again"
              .formatted(entry));
    }
    return LogLoader.usable(store, state.end().lakeId(), state.version()) != null;
  }

  private void moveAside(String name) throws IOException {
    byte[] bytes = StoreAccess.find(store, name);
    if (bytes == null) {
      return;
    }
    for (int number = 1; ; number++) {
      String copy = LakeNames.LOST_AND_FOUND + number + "/" + name;
      if (store.putIfAbsent(copy, bytes) || Arrays.equals(store.get(copy), bytes)) {
        LOGGER.log(Level.WARNING, "{0} is of no use to this lake; it was moved to {1}", name, copy);
        store.delete(name);
        return;
      }
    }
  }

  /** Without it the log is listed. */
  private void hint(long version) {
    try {
      if (LogLoader.hint(StoreAccess.findOptional(store, LakeNames.LAST_CHECKPOINT)) < version) {
        store.put(LakeNames.LAST_CHECKPOINT, LogLoader.hintBytes(version));
      }
    } catch (IOException e) {
      LOGGER.log(Level.WARNING, "no hint of the lake checkpoint: {0}", e.getMessage());
    }
  }
}
