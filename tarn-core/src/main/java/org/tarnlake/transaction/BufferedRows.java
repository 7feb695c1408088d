package org.tarnlake.transaction;

import java.util.ArrayList;
import java.util.List;
import org.tarnlake.row.Batch;

/**
 * Rows of a transaction that are in no file yet. Immutable.
 *
 * @param inserted those that are new
 * @param updated new versions of rows that others committed, where they are kept apart
 */
public record BufferedRows(List<Batch> inserted, List<Batch> updated) {
  static final BufferedRows NONE = new BufferedRows(List.of(), List.of());

  public BufferedRows {
    inserted = List.copyOf(inserted);
    updated = List.copyOf(updated);
  }

  /** Both, the new ones first. */
  public List<Batch> all() {
    if (updated.isEmpty()) {
      return inserted;
    }
    List<Batch> all = new ArrayList<>(inserted);
    all.addAll(updated);
    return all;
  }
}
