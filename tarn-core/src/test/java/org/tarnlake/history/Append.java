package org.tarnlake.history;

import java.util.Objects;

/**
 * A value is appended to the list of a key. Immutable.
 *
 * @param value unique for its key over the whole history
 */
public record Append(String key, long value) implements Operation {
  public Append {
    Objects.requireNonNull(key, "key");
  }

  @Override
  public String toString() {
    return "append " + key + " " + value;
  }
}
