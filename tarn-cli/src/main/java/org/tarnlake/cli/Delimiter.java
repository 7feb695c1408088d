package org.tarnlake.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What separates the fields of a CSV file. */
record Delimiter(char character) {

  /** Reads one character; {@code \t} is a tab. */
  static final class Converter implements ITypeConverter<Delimiter> {
    @Override
    public Delimiter convert(String text) {
      String plain = text.equals("\\t") ? "\t" : text;
      if (plain.length() != 1 || "\"\r\n".contains(plain)) {
        throw new TypeConversionException(
            "'%s' is no delimiter; give one character other than a quote or a line break, such as ';' or '\\t'"
                .formatted(text));
      }
      return new Delimiter(plain.charAt(0));
    }
  }
}
