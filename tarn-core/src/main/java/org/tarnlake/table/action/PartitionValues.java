package org.tarnlake.table.action;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.row.BytesVector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.ValueText;
import org.tarnlake.schema.Values;

/**
 * The values of partition columns as the log writes them (PROTOCOL.md, "Partition Value
 * Serialization"). Stateless.
 *
 * <ul>
 *   <li>Null, the empty string and {@code __HIVE_DEFAULT_PARTITION__} are read as null. Spark makes
 *       a null of an empty string when it writes; here it is refused, since no value changes
 *       silently.
 *   <li>A timestamp is written in UTC, {@code 2024-05-01T10:00:00.123456Z}, as Spark does since
 *       Delta 3.3: the older form without a zone means something else in every session. Read are
 *       both, with 0 to 9 digits of fraction; one without a zone is UTC.
 *   <li>A binary is read as the UTF-8 bytes of its text, as in Spark, and never written.
 *   <li>NaN equals itself in some engines and not in others, and is refused.
 * </ul>
 */
public final class PartitionValues {
  private static final String HIVE_NULL = "__HIVE_DEFAULT_PARTITION__";
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT);
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter LOCAL_MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

  private PartitionValues() {}

  /**
   * The text of a canonical value; null for a null.
   *
   * @throws InvalidDataException for a value that could not be read back: NaN, the empty string,
   *     the text {@code __HIVE_DEFAULT_PARTITION__}, and null in a column that must not be null
   */
  public static @Nullable String format(Field column, @Nullable Object canonical) {
    if (canonical == null) {
      if (!column.nullable()) {
        throw new InvalidDataException(
            "partition column '%s' must not be null; give it a value or create it as optional"
                .formatted(column.name()));
      }
      return null;
    }
    return text(column, canonical);
  }

  private static String text(Field column, Object canonical) {
    if (canonical.equals("")) {
      throw new InvalidDataException(
          "partition column '%s' cannot hold an empty string, which Delta reads as null; use %s, or do not partition by it"
              .formatted(
                  column.name(), column.nullable() ? "null or another text" : "another text"));
    }
    if (canonical.equals(HIVE_NULL)) {
      throw new InvalidDataException(
          "partition column '%s' cannot hold '%s', which Delta readers take for null"
              .formatted(column.name(), HIVE_NULL));
    }
    if (canonical instanceof Number number && Double.isNaN(number.doubleValue())) {
      throw new InvalidDataException(
          "partition column '%s' cannot hold NaN; use null, or do not partition by it"
              .formatted(column.name()));
    }
    if (column.type() == DataType.BINARY) {
      throw new InvalidDataException(
          "partition column '%s' of type binary cannot be written, since readers disagree on its text"
              .formatted(column.name()));
    }
    if (column.type() == DataType.TIMESTAMP) {
      return local((Long) canonical).format(UTC);
    }
    if (column.type() == DataType.TIMESTAMP_NTZ) {
      long micros = (Long) canonical;
      return local(micros).format(micros % 1_000_000 == 0 ? LOCAL : LOCAL_MICROS);
    }
    return ValueText.format(column.type(), canonical);
  }

  private static LocalDateTime local(long micros) {
    return LocalDateTime.ofInstant(Values.instant(micros), ZoneOffset.UTC);
  }

  /** Whether a text that is no null means null all the same. */
  public static boolean isNull(BytesVector texts, int i) {
    int length = texts.endAt(i) - texts.startAt(i);
    return length == 0 || (length == HIVE_NULL.length() && texts.stringAt(i).equals(HIVE_NULL));
  }

  /**
   * The canonical value that the log gives a file.
   *
   * @param name of the column in the log
   * @throws CorruptionException if it is no value of the column's type
   */
  public static @Nullable Object of(AddFile file, Field column, String name) {
    try {
      return parse(column.type(), file.partitionValues().get(name));
    } catch (InvalidDataException e) {
      throw new CorruptionException(
          "the log gives file %s a wrong value of partition column '%s': %s"
              .formatted(file.path(), column.name(), e.getMessage()),
          e);
    }
  }

  /**
   * The canonical value that the log means.
   *
   * @param text as the log has it; null and an absent one are the same
   * @throws InvalidDataException if it is no value of that type
   */
  public static @Nullable Object parse(DataType type, @Nullable String text) {
    if (text == null || text.isEmpty() || text.equals(HIVE_NULL)) {
      return null;
    }
    if (Values.isBrokenUnicode(text)) {
      throw new InvalidDataException("its text has half of a surrogate pair");
    }
    if (type == DataType.BINARY) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    if (type instanceof PrimitiveType || type instanceof DecimalType) {
      return ValueText.parse(type, text);
    }
    throw new InvalidDataException("'%s' is no %s".formatted(text, type.text()));
  }
}
