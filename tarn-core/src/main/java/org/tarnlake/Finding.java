package org.tarnlake;

import java.util.List;
import org.tarnlake.store.ObjectStore;

/** What a consistency check found. */
public record Finding(String object, int line, String message) {
  static List<Finding> of(ObjectStore store, CheckDepth depth) {
    throw new AssertionError(store.location() + depth);
  }
}
