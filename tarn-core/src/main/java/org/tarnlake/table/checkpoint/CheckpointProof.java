package org.tarnlake.table.checkpoint;

import org.jspecify.annotations.Nullable;
import org.tarnlake.data.read.BatchSource;
import org.tarnlake.data.read.DataFile;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.row.Batch;
import org.tarnlake.row.StructVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.StructType;

/** Reads back what was written of a checkpoint, every column of it, and counts. Stateless. */
final class CheckpointProof {
  private CheckpointProof() {}

  /**
   * Counts the rows of a file.
   *
   * @throws CorruptionException if it cannot be decoded, or a row is not of exactly one action
   */
  static CheckpointTally count(DataFile file, StructType type) {
    CheckpointTally tally = new CheckpointTally();
    for (int group = 0; group < file.rowGroupCount(); group++) {
      try (BatchSource source = file.read(group, type, null)) {
        for (Batch batch = source.next(); batch != null; batch = source.next()) {
          count(file, batch, tally);
        }
      }
    }
    return tally;
  }

  private static void count(DataFile file, Batch batch, CheckpointTally tally) {
    StructVector adds = column(batch, CheckpointSchema.ADD);
    StructVector removes = column(batch, CheckpointSchema.REMOVE);
    for (int row = 0; row < batch.rowCount(); row++) {
      int kind = kind(file, batch, row);
      if (batch.vector(kind) == adds) {
        Vector statistics = field(adds, CheckpointSchema.STATS);
        tally.add(
            required(adds, "path").bytesAt(row),
            required(adds, "size").longAt(row),
            statistics == null || statistics.isNull(row) ? null : statistics.bytesAt(row));
      } else if (batch.vector(kind) == removes) {
        tally.remove(required(removes, "path").bytesAt(row));
      } else {
        Object canonical = batch.vector(kind).canonicalAt(row);
        tally.other(canonical == null ? "" : canonical);
      }
    }
  }

  private static int kind(DataFile file, Batch batch, int row) {
    int kind = -1;
    for (int c = 0; c < batch.type().size(); c++) {
      if (!batch.vector(c).isNull(row)) {
        if (kind >= 0) {
          throw new CorruptionException(file.name() + ": a row holds two actions");
        }
        kind = c;
      }
    }
    if (kind < 0) {
      throw new CorruptionException(file.name() + ": a row holds no action");
    }
    return kind;
  }

  private static StructVector column(Batch batch, String name) {
    return (StructVector) batch.vector(name);
  }

  private static Vector required(StructVector struct, String name) {
    return struct.child(((StructType) struct.type()).indexOf(name));
  }

  private static @Nullable Vector field(StructVector struct, String name) {
    int ordinal = ((StructType) struct.type()).indexOf(name);
    return ordinal < 0 ? null : struct.child(ordinal);
  }
}
