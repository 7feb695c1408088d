package org.tarnlake.mapping;

import org.jspecify.annotations.Nullable;

/**
 * Makes of a value, as {@link org.tarnlake.row.Row#get} returns it, one of a program's types. Safe
 * for many threads.
 */
@FunctionalInterface
interface ValueReader {
  /**
   * The value that a program gets.
   *
   * @param value null for a null
   * @throws org.tarnlake.error.InvalidDataException if the type cannot hold it
   */
  @Nullable Object read(@Nullable Object value);

  /** Leaves nulls as they are. */
  static ValueReader ofPresent(Present reader) {
    return value -> value == null ? null : reader.read(value);
  }

  /** As a ValueReader, of what is no null. */
  @FunctionalInterface
  interface Present {
    Object read(Object value);
  }
}
