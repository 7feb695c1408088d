package org.tarnlake.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of things to show at most. */
record Limit(long count) {
  int atMostInt() {
    return (int) Math.min(count, Integer.MAX_VALUE);
  }

  /** Reads a number of 0 or more. */
  static final class Converter implements ITypeConverter<Limit> {
    @Override
    public Limit convert(String text) {
      boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
      if (!digits || text.length() > 18) {
        throw new TypeConversionException("'%s' is no number of 0 or more".formatted(text));
      }
      return new Limit(Long.parseLong(text));
    }
  }
}
