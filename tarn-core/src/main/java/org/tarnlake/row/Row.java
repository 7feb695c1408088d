package org.tarnlake.row;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.StructType;

/**
 * A row or a nested struct. Fields are addressed by ordinal, from 0, or by name, ignoring case.
 * Typed accessors convert nothing but a narrower number into a wider one of the same kind.
 *
 * <p>Every accessor throws {@link InvalidDataException} for a field that does not exist or is of
 * another type, and one that returns a primitive also for a null.
 */
public interface Row {

  /** The names and types of the fields. */
  StructType type();

  /** The value as {@link org.tarnlake.schema.Values} tells it; nested ones as Row, List and Map. */
  @Nullable Object get(int ordinal);

  boolean isNull(int ordinal);

  boolean getBoolean(int ordinal);

  /** Of a byte, short or int. */
  int getInt(int ordinal);

  /** Of any integer. */
  long getLong(int ordinal);

  float getFloat(int ordinal);

  /** Of a float or double. */
  double getDouble(int ordinal);

  @Nullable BigDecimal getDecimal(int ordinal);

  @Nullable String getString(int ordinal);

  byte @Nullable [] getBytes(int ordinal);

  @Nullable LocalDate getDate(int ordinal);

  @Nullable Instant getTimestamp(int ordinal);

  @Nullable LocalDateTime getTimestampNtz(int ordinal);

  @Nullable Row getStruct(int ordinal);

  @Nullable List<@Nullable Object> getList(int ordinal);

  @Nullable Map<Object, @Nullable Object> getMap(int ordinal);

  /**
   * The values by their names, in the order of the fields: a copy that stays as it is, with structs
   * as maps, too.
   */
  default Map<String, @Nullable Object> toMap() {
    return RowMaps.of(this);
  }

  /**
   * The ordinal of a field.
   *
   * @throws InvalidDataException if there is none of that name; the message lists those there are
   */
  default int ordinal(String name) {
    Argument.require(name, "name", "a name");
    int ordinal = type().indexOf(name);
    if (ordinal < 0) {
      throw RowValues.noColumn(name, type());
    }
    return ordinal;
  }

  default @Nullable Object get(String name) {
    return get(ordinal(name));
  }

  default boolean isNull(String name) {
    return isNull(ordinal(name));
  }

  default boolean getBoolean(String name) {
    return getBoolean(ordinal(name));
  }

  default int getInt(String name) {
    return getInt(ordinal(name));
  }

  default long getLong(String name) {
    return getLong(ordinal(name));
  }

  default float getFloat(String name) {
    return getFloat(ordinal(name));
  }

  default double getDouble(String name) {
    return getDouble(ordinal(name));
  }

  default @Nullable BigDecimal getDecimal(String name) {
    return getDecimal(ordinal(name));
  }

  default @Nullable String getString(String name) {
    return getString(ordinal(name));
  }

  default byte @Nullable [] getBytes(String name) {
    return getBytes(ordinal(name));
  }

  default @Nullable LocalDate getDate(String name) {
    return getDate(ordinal(name));
  }

  default @Nullable Instant getTimestamp(String name) {
    return getTimestamp(ordinal(name));
  }

  default @Nullable LocalDateTime getTimestampNtz(String name) {
    return getTimestampNtz(ordinal(name));
  }

  default @Nullable Row getStruct(String name) {
    return getStruct(ordinal(name));
  }

  default @Nullable List<@Nullable Object> getList(String name) {
    return getList(ordinal(name));
  }

  default @Nullable Map<Object, @Nullable Object> getMap(String name) {
    return getMap(ordinal(name));
  }
}
