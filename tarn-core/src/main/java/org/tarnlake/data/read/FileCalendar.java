package org.tarnlake.data.read;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.Type;
import org.tarnlake.data.schema.FileColumn;
import org.tarnlake.row.IntVector;
import org.tarnlake.row.LongVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;

/**
 * The calendar in which the writer of a file counted days: that of Delta and SQL, or, in files that
 * Spark wrote before 3.0 or in its LEGACY mode, the Julian one for what is before 1582-10-15. Such
 * a writer meant the day that it called 0001-01-01, two days before the one so called today. It
 * tells in the footer. Immutable.
 *
 * @param daysAreOld whether dates and timestamps of 64 bits are counted so
 * @param nanosAreOld whether timestamps of 96 bits are
 * @param zone in which the writer took timestamps apart
 */
record FileCalendar(boolean daysAreOld, boolean nanosAreOld, TimeZone zone) {
  private static final String VERSION = "org.apache.spark.version";
  private static final String OLD_DAYS = "org.apache.spark.legacyDateTime";
  private static final String OLD_NANOS = "org.apache.spark.legacyINT96";
  private static final String ZONE = "org.apache.spark.timeZone";

  private static final long MILLIS_PER_DAY = 86_400_000L;

  /** 1582-10-15, from which on the calendars agree on days. */
  private static final int DAYS_AGREE = -141_427;

  /** 1900-01-01, from which on zones are the same whoever takes a timestamp apart. */
  private static final long MICROS_AGREE = -2_208_988_800_000_000L;

  /** What the properties of a footer say. */
  static FileCalendar of(List<KeyValue> properties) {
    Map<String, String> values = new HashMap<>();
    properties.forEach(p -> values.put(p.getKey(), p.isSetValue() ? p.getValue() : ""));
    String version = values.getOrDefault(VERSION, "");
    boolean isOld = version.startsWith("1.") || version.startsWith("2.");
    boolean daysAreOld = isOld || values.containsKey(OLD_DAYS);
    boolean nanosAreOld = isOld || version.startsWith("3.0.") || values.containsKey(OLD_NANOS);
    String zone = daysAreOld || nanosAreOld ? values.getOrDefault(ZONE, "UTC") : "UTC";
    return new FileCalendar(
        daysAreOld, nanosAreOld, TimeZone.getTimeZone(ZoneId.of(zone, ZoneId.SHORT_IDS)));
  }

  /** Whether values of a column may be counted in the old calendar. */
  boolean isOld(FileColumn scalar) {
    boolean isTime = scalar.type() == DataType.DATE || scalar.type() == DataType.TIMESTAMP;
    return isTime && (scalar.scalar().physical() == Type.INT96 ? nanosAreOld : daysAreOld);
  }

  /** The conversion from what a file has to what is wanted, the calendar among it. */
  Conversion conversion(FileColumn column, DataType wanted) {
    Conversion conversion = Conversion.of(column, wanted);
    if (!isOld(column)) {
      return conversion;
    }
    return column.type() == DataType.DATE
        ? vector -> conversion.apply(days((IntVector) vector))
        : vector -> micros((LongVector) conversion.apply(vector));
  }

  private static Vector days(IntVector vector) {
    GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"));
    int[] days = vector.values().clone();
    for (int i = 0; i < vector.size(); i++) {
      if (days[i] < DAYS_AGREE && !vector.isNull(i)) {
        calendar.setTimeInMillis(days[i] * MILLIS_PER_DAY);
        LocalDate date = date(calendar);
        if (date.toEpochDay() < Integer.MIN_VALUE) {
          throw BadValueException.outOfRange(i, date, DataType.DATE);
        }
        days[i] = (int) date.toEpochDay();
      }
    }
    return new IntVector(vector.type(), days, vector.size(), vector.nulls());
  }

  private Vector micros(LongVector vector) {
    GregorianCalendar calendar = new GregorianCalendar(zone);
    long[] micros = vector.values().clone();
    for (int i = 0; i < vector.size(); i++) {
      if (micros[i] < MICROS_AGREE && !vector.isNull(i)) {
        calendar.setTimeInMillis(Math.floorDiv(micros[i], 1000L));
        LocalDateTime time = LocalDateTime.of(date(calendar), time(calendar));
        long seconds = time.atZone(zone.toZoneId()).toEpochSecond();
        if (seconds < Long.MIN_VALUE / 1_000_000) {
          throw BadValueException.outOfRange(i, time, vector.type());
        }
        micros[i] = seconds * 1_000_000L + Math.floorMod(micros[i], 1_000_000L);
      }
    }
    return new LongVector(vector.type(), micros, vector.size(), vector.nulls());
  }

  /** The date that a calendar shows; a leap day that there never was becomes the next day. */
  private static LocalDate date(Calendar calendar) {
    int year = calendar.get(Calendar.YEAR);
    boolean before = calendar.get(Calendar.ERA) == GregorianCalendar.BC;
    return LocalDate.of(before ? 1 - year : year, calendar.get(Calendar.MONTH) + 1, 1)
        .plusDays(calendar.get(Calendar.DAY_OF_MONTH) - 1L);
  }

  private static LocalTime time(Calendar calendar) {
    return LocalTime.of(
        calendar.get(Calendar.HOUR_OF_DAY),
        calendar.get(Calendar.MINUTE),
        calendar.get(Calendar.SECOND));
  }
}
