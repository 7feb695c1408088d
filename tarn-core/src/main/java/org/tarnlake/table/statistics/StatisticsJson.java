package org.tarnlake.table.statistics;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.write.ColumnStatistics;
import org.tarnlake.data.write.FileStatistics;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;
import org.tarnlake.json.JsonWriter;
import org.tarnlake.predicate.StatisticsLookup;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.StructType;

/**
 * The statistics of a data file as the log keeps them (PROTOCOL.md, "Per-file Statistics").
 * Stateless.
 *
 * <p>What is written are true bounds that every reader understands: strings cut to 32 characters,
 * the greatest extended so that it stays greatest; timestamps in UTC, rounded outwards to
 * milliseconds; no bounds for booleans and binaries, as in Spark; none that are NaN, infinite, or
 * outside the years 1 to 9999, which readers disagree on.
 *
 * <p>{@code nanCount}, an addition that others pass over, is 0 for every float and double column
 * without a NaN. Where it says so, the greatest value is one that a NaN does not exceed either, so
 * that the file can be passed over; other writers leave NaN out of their bounds, or do not tell.
 */
public final class StatisticsJson {
  public static final String NUM_RECORDS = "numRecords";
  public static final String MIN_VALUES = "minValues";
  public static final String MAX_VALUES = "maxValues";
  public static final String NULL_COUNT = "nullCount";
  static final String NAN_COUNT = "nanCount";
  public static final String TIGHT_BOUNDS = "tightBounds";

  /** Delta's default for {@code delta.dataSkippingNumIndexedCols}. */
  public static final int INDEXED_COLUMNS = 32;

  private static final int PREFIX_CHARACTERS = 32;
  private static final long MILLI_MICROS = 1_000;
  private static final int LAST_ASCII = 0x7F;
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);

  private StatisticsJson() {}

  /** The statistics of a file just written, of which no row is deleted. */
  public static String write(FileStatistics statistics) {
    return write(statistics, INDEXED_COLUMNS);
  }

  /** The same of so many columns at most. */
  public static String write(FileStatistics statistics, int columnCount) {
    Map<String, Object> mins = new LinkedHashMap<>();
    Map<String, Object> maxs = new LinkedHashMap<>();
    Map<String, Object> nullCounts = new LinkedHashMap<>();
    Map<String, Object> nanCounts = new LinkedHashMap<>();
    for (ColumnStatistics column : statistics.columns().stream().limit(columnCount).toList()) {
      put(mins, column.path(), json(column.type(), column.min(), false));
      put(maxs, column.path(), json(column.type(), column.max(), true));
      put(nullCounts, column.path(), column.nullCount());
      put(nanCounts, column.path(), hasNoNan(column) ? 0L : null);
    }
    return new JsonWriter()
        .beginObject()
        .field(NUM_RECORDS, statistics.rowCount())
        .field(MIN_VALUES, (Object) mins)
        .field(MAX_VALUES, (Object) maxs)
        .field(NULL_COUNT, (Object) nullCounts)
        .optional(NAN_COUNT, nanCounts.isEmpty() ? null : nanCounts)
        .field(TIGHT_BOUNDS, true)
        .endObject()
        .toText();
  }

  /**
   * The statistics of a file of which rows are deleted by now: the bounds need not be reached any
   * more, and the number of rows has to be there (PROTOCOL.md, "Per-file Statistics").
   *
   * @param json those before; null if there were none
   * @param rowCount how many rows are in the file, deleted ones included
   */
  public static String wide(@Nullable String json, long rowCount) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put(NUM_RECORDS, rowCount);
    try {
      if (json != null) {
        all.putAll(JsonReader.parseObject(json));
        all.put(NUM_RECORDS, rowCount);
      }
    } catch (JsonFormatException e) {
      // Malformed ones say nothing, as before.
    }
    all.put(TIGHT_BOUNDS, false);
    return JsonWriter.text(all);
  }

  /**
   * What a file's statistics say of some columns, as true bounds; whoever wrote them may have
   * rounded timestamps and decimals, and left out NaN. A text that is malformed, or says nothing of
   * a column, leaves it unknown.
   *
   * @param json as the log has it; parsed when the first column is asked for
   * @param schema the columns, by the names that the text uses
   * @param columns the top-level ones that will be asked for, as the schema spells them
   * @return for one thread at a time
   */
  public static StatisticsLookup parse(String json, StructType schema, Set<String> columns) {
    return new StatisticsReader(json, schema, columns);
  }

  /** Whether it is a float or double of which no value is NaN. */
  private static boolean hasNoNan(ColumnStatistics column) {
    return (column.type() == DataType.FLOAT || column.type() == DataType.DOUBLE)
        && !(column.max() instanceof Number max && Double.isNaN(max.doubleValue()));
  }

  @SuppressWarnings("unchecked")
  private static void put(Map<String, Object> root, List<String> path, @Nullable Object value) {
    if (value == null) {
      return;
    }
    Map<String, Object> struct = root;
    for (String name : path.subList(0, path.size() - 1)) {
      struct =
          (Map<String, Object>)
              struct.computeIfAbsent(name, n -> new LinkedHashMap<String, Object>());
    }
    struct.put(path.get(path.size() - 1), value);
  }

  private static @Nullable Object json(DataType type, @Nullable Object bound, boolean max) {
    if (bound == null) {
      return null;
    }
    if (!(type instanceof PrimitiveType primitive)) {
      return bound instanceof BigDecimal ? bound : null;
    }
    return switch (primitive) {
      case BYTE, SHORT, INT, LONG -> bound;
      case FLOAT, DOUBLE -> Double.isFinite(((Number) bound).doubleValue()) ? bound : null;
      case STRING -> max ? prefixAbove((String) bound) : prefix((String) bound);
      case DATE -> {
        LocalDate date = LocalDate.ofEpochDay((Integer) bound);
        yield isCommon(date.getYear()) ? date.toString() : null;
      }
      case TIMESTAMP -> millis((Long) bound, max, "Z");
      case TIMESTAMP_NTZ -> millis((Long) bound, max, "");
      case BOOLEAN, BINARY -> null;
    };
  }

  private static @Nullable String millis(long micros, boolean max, String zone) {
    long floor = Math.floorDiv(micros, MILLI_MICROS);
    long rounded = max && floor * MILLI_MICROS != micros ? floor + 1 : floor;
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(rounded, 1_000),
            Math.floorMod(rounded, 1_000) * 1_000_000,
            ZoneOffset.UTC);
    return isCommon(time.getYear()) ? time.format(MILLIS) + zone : null;
  }

  private static boolean isCommon(int year) {
    return year >= 1 && year <= 9999;
  }

  private static String prefix(String text) {
    return isShort(text) ? text : text.substring(0, cut(text));
  }

  private static boolean isShort(String text) {
    return text.codePointCount(0, text.length()) <= PREFIX_CHARACTERS;
  }

  /** Counts whole characters, so a surrogate pair is never cut. */
  private static int cut(String text) {
    return text.offsetByCodePoints(0, PREFIX_CHARACTERS);
  }

  /**
   * A text that is no less, in UTF-8, than any that is not greater than the given one: its prefix
   * and a character greater than the one that followed. Null if the prefix would have to be longer
   * than twice the usual one.
   */
  private static @Nullable String prefixAbove(String text) {
    if (isShort(text)) {
      return text;
    }
    int end = cut(text);
    for (int more = 0; more <= PREFIX_CHARACTERS && end < text.length(); more++) {
      int next = text.codePointAt(end);
      if (next < Character.MAX_CODE_POINT) {
        int greater = next < LAST_ASCII ? LAST_ASCII : Character.MAX_CODE_POINT;
        return text.substring(0, end) + Character.toString(greater);
      }
      end += Character.charCount(next);
    }
    return end == text.length() ? text : null;
  }
}
