package org.tarnlake.schema;

import java.util.Locale;

/** The scalar types without parameters; the values of each in memory are told by {@link Values}. */
public enum PrimitiveType implements DataType {
  BOOLEAN,
  /** 8 bits, signed. */
  BYTE,
  /** 16 bits, signed. */
  SHORT,
  /** 32 bits, signed. */
  INT,
  /** 64 bits, signed. */
  LONG,
  FLOAT,
  DOUBLE,
  STRING,
  BINARY,
  DATE,
  /** A point in time, in microseconds. */
  TIMESTAMP,
  /** A date and time of day without a time zone, in microseconds. */
  TIMESTAMP_NTZ;

  @Override
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
