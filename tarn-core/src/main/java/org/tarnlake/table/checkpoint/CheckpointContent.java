package org.tarnlake.table.checkpoint;

import org.tarnlake.table.action.Retention;
import org.tarnlake.table.state.TableState;
import org.tarnlake.table.state.TombstoneCursor;

/**
 * What a checkpoint of a table holds: a state, tombstones of which readers of older versions may
 * still need the files included. Immutable.
 *
 * @param sinceMillis tombstones from before have expired
 */
record CheckpointContent(TableState state, long sinceMillis) {

  static CheckpointContent of(TableState state, long nowMillis) {
    return new CheckpointContent(
        state, nowMillis - Retention.deletedFiles(state.metadata()).toMillis());
  }

  /** Starts reading the removes that have not expired; as often as asked. */
  TombstoneCursor removes() {
    return state.tombstones(sinceMillis);
  }
}
