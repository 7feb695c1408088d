package org.tarnlake.table;

import org.jspecify.annotations.Nullable;

/**
 * What tells the files of a table apart (PROTOCOL.md, "Action Reconciliation"): of one path there
 * may be a file with each of its deletion vectors.
 *
 * @param vectorId the vector's unique id; empty without one
 */
record FileKey(String path, String vectorId) {

  static FileKey of(String path, @Nullable DeletionVector vector) {
    return new FileKey(path, vector == null ? "" : vector.uniqueId());
  }
}
