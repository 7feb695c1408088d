package org.tarnlake.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A size that files have at most. */
record FileSize(long bytes) {
  private static final Pattern SIZE =
      Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,9})?) *([kmgt]?)(i?)b?");

  /** Reads {@code 100MB}, of a thousand thousands, or {@code 64MiB}, of 1,024 times 1,024. */
  static final class Converter implements ITypeConverter<FileSize> {
    @Override
    public FileSize convert(String text) {
      Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
      if (matcher.matches()) {
        double step = matcher.group(3).isEmpty() ? 1000 : 1024;
        int power = " kmgt".indexOf(matcher.group(2).isEmpty() ? " " : matcher.group(2));
        long bytes = (long) (Double.parseDouble(matcher.group(1)) * Math.pow(step, power));
        if (bytes > 0) {
          return new FileSize(bytes);
        }
      }
      throw new TypeConversionException("'%s' is no size, such as 100MB or 64kB".formatted(text));
    }
  }
}
