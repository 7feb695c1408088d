package org.tarnlake.lake;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.table.checkpoint.CheckpointHint;
import org.tarnlake.table.log.TableLog;
import org.tarnlake.table.state.TableState;

/**
 * The states of one table that stay in memory, and what is known of its checkpoints. One thread at
 * a time: every use is synchronized on the object, loading included.
 */
final class KeptStates {
  /** How many versions stay in memory; they share what did not change. */
  private static final int STATES_MAX = 64;

  /** A state that holds more is given up for a newer checkpoint. */
  private static final int HELD_MAX = TableLog.ROWS_IN_MEMORY_MAX;

  /** About what a file with its statistics takes. */
  private static final long HELD_BYTES = 600;

  /** Each state may have a list of what it holds, which it does not share. */
  private static final long HELD_BY_ALL_MAX = 20L * HELD_MAX;

  /** After so many versions the store is asked for a newer checkpoint again. */
  private static final int LOOK_INTERVAL = 64;

  private final NavigableMap<Long, Kept> states = new TreeMap<>();
  private long newestCheckpoint = -1;
  private long lookedAt = -LOOK_INTERVAL;

  /**
   * A state in memory.
   *
   * @param base the version of the checkpoint that its replay began with; -1 if it was none
   */
  record Kept(TableState state, long base) {
    /** Before every version. */
    static final Kept NOTHING = new Kept(TableState.empty(), -1);
  }

  /** The newest state up to a version; that before version 0 if there is none. */
  Kept upTo(long version) {
    Map.Entry<Long, Kept> floor = states.floorEntry(version);
    return floor == null ? Kept.NOTHING : floor.getValue();
  }

  void add(Kept loaded) {
    states
        .values()
        .removeIf(each -> each.base < loaded.base && each.state.heldInMemory() > HELD_MAX);
    states.put(loaded.state.version(), loaded);
    long held = states.values().stream().mapToLong(each -> each.state.heldInMemory()).sum();
    while (states.size() > STATES_MAX || (held > HELD_BY_ALL_MAX && states.size() > 1)) {
      held -= states.pollFirstEntry().getValue().state.heldInMemory();
    }
  }

  /** About how much memory the states take together; they share what did not change. */
  long sizeBytes() {
    long most = 0;
    for (Kept each : states.values()) {
      most = Math.max(most, each.state.heldInMemory());
    }
    return most * HELD_BYTES;
  }

  /** Takes note of a checkpoint that was written. */
  void checkpointed(long version) {
    newestCheckpoint = Math.max(newestCheckpoint, version);
  }

  /** Whether a state holds so much that a version is better loaded from a newer checkpoint. */
  boolean isOutgrown(Kept kept, CatalogTable table, ObjectStore store) {
    if (kept.state.heldInMemory() <= HELD_MAX) {
      return false;
    }
    if (newestCheckpoint <= kept.base && table.version() - lookedAt >= LOOK_INTERVAL) {
      lookedAt = table.version();
      CheckpointHint hint = CheckpointHint.find(store, table.location());
      checkpointed(hint == null ? -1 : hint.version());
    }
    return newestCheckpoint > kept.base && newestCheckpoint <= table.version();
  }

  /** Takes note that a checkpoint newer than a state's is of no use. */
  void keep(Kept kept) {
    newestCheckpoint = kept.base;
  }
}
