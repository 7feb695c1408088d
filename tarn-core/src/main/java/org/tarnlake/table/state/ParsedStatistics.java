package org.tarnlake.table.state;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.json.JsonWriter;
import org.tarnlake.row.StructVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.StructType;
import org.tarnlake.schema.Values;

/**
 * Statistics that a checkpoint keeps as columns ({@code stats_parsed}), as the JSON that commits
 * have. Stateless.
 */
public final class ParsedStatistics {
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT);

  private ParsedStatistics() {}

  /** The statistics of a row; null where they are. */
  public static @Nullable String json(StructVector statistics, int row) {
    if (statistics.isNull(row)) {
      return null;
    }
    JsonWriter out = new JsonWriter().beginObject();
    object(statistics, row).forEach((name, value) -> out.field(name, value));
    return out.endObject().toText();
  }

  private static Map<String, Object> object(StructVector struct, int row) {
    StructType type = (StructType) struct.type();
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int c = 0; c < type.size(); c++) {
      Object value = value(struct.child(c), row);
      if (value != null) {
        fields.put(type.field(c).name(), value);
      }
    }
    return fields;
  }

  private static @Nullable Object value(Vector vector, int row) {
    if (vector.isNull(row)) {
      return null;
    }
    if (vector instanceof StructVector struct) {
      return object(struct, row);
    }
    Object canonical = vector.canonicalAt(row);
    return canonical == null ? null : scalar(vector.type(), canonical);
  }

  private static @Nullable Object scalar(DataType type, Object canonical) {
    if (type instanceof DecimalType) {
      return canonical instanceof BigDecimal ? canonical : null;
    }
    if (!(type instanceof PrimitiveType primitive)) {
      return null;
    }
    return switch (primitive) {
      case BOOLEAN, STRING -> canonical;
      case BYTE, SHORT, INT, LONG -> ((Number) canonical).longValue();
      case FLOAT, DOUBLE -> {
        double value = ((Number) canonical).doubleValue();
        yield Double.isFinite(value)
            ? canonical
            : Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
      }
      case DATE -> LocalDate.ofEpochDay((Integer) canonical).toString();
      case TIMESTAMP -> time((Long) canonical).format(MICROS) + "Z";
      case TIMESTAMP_NTZ -> time((Long) canonical).format(MICROS);
      case BINARY -> null;
    };
  }

  private static LocalDateTime time(long micros) {
    return LocalDateTime.ofInstant(Values.instant(micros), ZoneOffset.UTC);
  }
}
