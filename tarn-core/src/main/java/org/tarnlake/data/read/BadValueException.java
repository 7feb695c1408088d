package org.tarnlake.data.read;

import org.tarnlake.schema.DataType;

/**
 * A file has a value that no column of a table can hold as it is. Whoever knows the file, the row
 * and the column says so.
 */
final class BadValueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int index;
  private final String remedy;

  /**
   * @param index of the value among those read, or -1
   * @param what is wrong with it
   * @param remedy for whoever writes the file
   */
  BadValueException(int index, String what, String remedy) {
    super(what);
    this.index = index;
    this.remedy = remedy;
  }

  /** A time that does not fit into 64 bits of microseconds, or whatever the type has. */
  static BadValueException outOfRange(int index, Object time, DataType type) {
    return new BadValueException(
        index, "%s is out of the range of a %s".formatted(time, type.text()), "leave it out");
  }

  int index() {
    return index;
  }

  String remedy() {
    return remedy;
  }
}
