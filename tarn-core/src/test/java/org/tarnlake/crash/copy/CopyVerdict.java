package org.tarnlake.crash.copy;

import java.util.List;

/**
 * What was seen of one copy.
 *
 * @param version the lake version that it shows; -1 if it did not open
 * @param said what it said of itself, by exceptions
 * @param violations what breaks the promise that a copy is consistent or says that it is not
 */
record CopyVerdict(long version, List<String> said, List<String> violations) {
  CopyVerdict {
    said = List.copyOf(said);
    violations = List.copyOf(violations);
  }

  boolean isConsistent() {
    return said.isEmpty() && violations.isEmpty();
  }

  /** In one word. */
  String kind() {
    if (!violations.isEmpty()) {
      return "WRONG";
    }
    return isConsistent() ? "consistent" : version < 0 ? "did not open" : "said so";
  }
}
