package org.tarnlake.history;

import java.util.List;
import java.util.Objects;

/**
 * The whole list of a key is read. Immutable.
 *
 * @param values as the transaction saw them: in the order of their commits, its own earlier appends
 *     last
 */
public record Read(String key, List<Long> values) implements Operation {
  public Read {
    Objects.requireNonNull(key, "key");
    values = List.copyOf(values);
  }

  @Override
  public String toString() {
    return "read " + key + " " + values;
  }
}
