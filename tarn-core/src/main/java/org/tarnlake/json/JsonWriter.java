package org.tarnlake.json;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes one compact JSON value without line breaks. One thread at a time.
 *
 * <p>Values of {@link #value} and {@link #field(String, Object)} are null, String, Boolean,
 * Integer, Long, BigInteger, BigDecimal, Double, Float, Map and List.
 */
public final class JsonWriter {
  /**
   * The time to read digits grows with their square, so a number's length is bounded: an untyped
   * column takes 10,000 digits. Strings and names are as long as what they stand in.
   */
  private static final int NUMBER_LENGTH_MAX = 11_000;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNumberLength(NUMBER_LENGTH_MAX)
                  .build())
          .build();

  /** Other readers of Delta take no number of more than a thousand characters. */
  static final int PLAIN_DIGITS_MAX = 990;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
  private final JsonGenerator out;

  /** A write to memory, which cannot fail but for misuse. */
  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  public JsonWriter() {
    try {
      out = FACTORY.createGenerator(bytes, JsonEncoding.UTF8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public JsonWriter beginObject() {
    return step(out::writeStartObject);
  }

  /** Starts an object as the value of a field. */
  public JsonWriter beginObject(String name) {
    return step(() -> out.writeObjectFieldStart(name));
  }

  public JsonWriter endObject() {
    return step(out::writeEndObject);
  }

  /** Starts an array as the value of a field. */
  public JsonWriter beginArray(String name) {
    return step(() -> out.writeArrayFieldStart(name));
  }

  JsonWriter beginArray() {
    return step(out::writeStartArray);
  }

  public JsonWriter endArray() {
    return step(out::writeEndArray);
  }

  JsonWriter name(String name) {
    return step(() -> out.writeFieldName(name));
  }

  public JsonWriter field(String name, String value) {
    return step(() -> out.writeStringField(name, value));
  }

  public JsonWriter field(String name, long value) {
    return step(() -> out.writeNumberField(name, value));
  }

  public JsonWriter field(String name, boolean value) {
    return step(() -> out.writeBooleanField(name, value));
  }

  public JsonWriter field(String name, @Nullable Object value) {
    return name(name).value(value);
  }

  /** Writes the field unless its value is null. */
  public JsonWriter optional(String name, @Nullable Object value) {
    return value == null ? this : field(name, value);
  }

  JsonWriter value(@Nullable Object value) {
    return step(() -> write(value));
  }

  private void write(@Nullable Object value) throws IOException {
    if (value == null) {
      out.writeNull();
    } else if (value instanceof String text) {
      out.writeString(text);
    } else if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else if (value instanceof Long || value instanceof Integer) {
      out.writeNumber(((Number) value).longValue());
    } else if (value instanceof BigDecimal decimal) {
      write(decimal);
    } else if (value instanceof BigInteger big) {
      out.writeNumber(big);
    } else if (value instanceof Double number) {
      out.writeNumber(number);
    } else if (value instanceof Float number) {
      out.writeNumber(number);
    } else if (value instanceof Map<?, ?> map) {
      out.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.writeFieldName((String) entry.getKey());
        write(entry.getValue());
      }
      out.writeEndObject();
    } else if (value instanceof List<?> list) {
      out.writeStartArray();
      for (Object element : list) {
        write(element);
      }
      out.writeEndArray();
    } else {
      throw new AssertionError("no JSON for " + value.getClass());
    }
  }

  /** Without an exponent, which some readers of Delta refuse, unless that would be endless. */
  private void write(BigDecimal decimal) throws IOException {
    if (decimal instanceof WrittenNumber) {
      out.writeNumber(decimal.toString());
    } else if (decimal.precision() + Math.abs((long) decimal.scale()) <= PLAIN_DIGITS_MAX) {
      out.writeNumber(decimal);
    } else {
      out.writeNumber(decimal.unscaledValue() + "E" + -(long) decimal.scale());
    }
  }

  /** The value as UTF-8; ends the writing. */
  public byte[] toBytes() {
    step(out::close);
    return bytes.toByteArray();
  }

  /** The value as text; ends the writing. */
  public String toText() {
    return new String(toBytes(), StandardCharsets.UTF_8);
  }

  /** The text of one value, as {@link #value} would write it. */
  public static String text(@Nullable Object value) {
    return new JsonWriter().value(value).toText();
  }

  private JsonWriter step(Step step) {
    try {
      step.run();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
