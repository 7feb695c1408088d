package org.tarnlake.cli;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Lake;
import org.tarnlake.Snapshot;
import org.tarnlake.env.Environment;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Which state of a lake is meant: a version or a point in time. Immutable.
 *
 * @param version the lake version, or -1 if {@code time} tells
 */
record AsOf(long version, @Nullable Instant time) {

  /** The snapshot of a lake that is meant; the latest if {@code asOf} is null. */
  static Snapshot snapshot(Lake lake, @Nullable AsOf asOf) {
    if (asOf == null) {
      return lake.latest();
    }
    return asOf.time == null ? lake.asOf(asOf.version) : lake.asOf(asOf.time);
  }

  /** Reads {@code 42}, or a time as {@link PointInTime} does. */
  static final class Converter implements ITypeConverter<AsOf> {
    @Override
    public AsOf convert(String text) {
      try {
        return text.chars().allMatch(c -> c >= '0' && c <= '9')
            ? new AsOf(Long.parseLong(text), null)
            : new AsOf(-1, PointInTime.parse(text, Environment.system().clock().instant()));
      } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
        throw new TypeConversionException(
            "'%s' is no version, such as 42, and no time, %s"
                .formatted(text, PointInTime.EXAMPLES));
      }
    }
  }
}
