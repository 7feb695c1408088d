package org.tarnlake.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON forwards, one value after another. One thread at a time.
 *
 * <p>The reader stands before a value. {@link #beginObject} enters an object, whose fields {@link
 * #nextField} then names one by one, each to be read or skipped; it leaves the object with its
 * null. Likewise {@link #beginArray} and {@link #nextElement}. Every method throws {@link
 * JsonFormatException} where the text is no JSON or another kind of value.
 */
public final class JsonReader implements Closeable {
  /** A schema of Delta takes three levels for each struct in a struct. */
  private static final int MAX_DEPTH = 400;

  private final JsonParser in;

  /** Bytes reading, which fails only for malformed text. */
  @FunctionalInterface
  private interface Step<T extends @Nullable Object> {
    T run() throws IOException;
  }

  private boolean keepsNumbers;

  private JsonReader(JsonParser in) {
    this.in = in;
  }

  public static JsonReader of(byte[] utf8, int offset, int length) {
    return new JsonReader(step(() -> JsonWriter.FACTORY.createParser(utf8, offset, length)));
  }

  public static JsonReader of(byte[] utf8) {
    return of(utf8, 0, utf8.length);
  }

  public static JsonReader of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a stream of values; an {@link IOException} of the stream is a JsonFormatException's
   * cause.
   */
  public static JsonReader of(InputStream stream) {
    return new JsonReader(step(() -> JsonWriter.FACTORY.createParser(stream)));
  }

  /**
   * Has values keep how their numbers are written: one that its value does not tell, such as 1e3 or
   * -0, is a {@link WrittenNumber}.
   */
  public JsonReader keepingNumbers() {
    keepsNumbers = true;
    return this;
  }

  /** Parses a text that is one object and nothing else. */
  public static Map<String, @Nullable Object> parseObject(String text) {
    JsonReader reader = of(text);
    reader.requireObject();
    Map<String, @Nullable Object> result = reader.objectAfterStart(0);
    if (reader.token() != null) {
      throw new JsonFormatException("there is more after the object");
    }
    return result;
  }

  /** Moves to the next value of a stream; false at its end. Follow with {@link #currentObject}. */
  public boolean nextObject() {
    JsonToken token = token();
    if (token == null) {
      return false;
    }
    if (token != JsonToken.START_OBJECT) {
      throw new JsonFormatException("expected an object, found " + JsonProblem.describe(token));
    }
    return true;
  }

  /** The object that {@link #nextObject} found. */
  public Map<String, @Nullable Object> currentObject() {
    return objectAfterStart(0);
  }

  /** Enters the object that comes next; false, having read it, if a null comes instead. */
  public boolean beginObject() {
    JsonToken token = token();
    if (token == JsonToken.VALUE_NULL) {
      return false;
    }
    expect(token, JsonToken.START_OBJECT, "an object");
    return true;
  }

  /** Enters the object that comes next. */
  public void requireObject() {
    expect(token(), JsonToken.START_OBJECT, "an object");
  }

  /** The name of the next field of this object, or null at its end. */
  public @Nullable String nextField() {
    return step(in::nextFieldName);
  }

  /** Enters the array that comes next. */
  public void beginArray() {
    expect(token(), JsonToken.START_ARRAY, "an array");
  }

  /** The next element of this array as a value, or null at its end. Elements may not be null. */
  public @Nullable Object nextElement() {
    JsonToken token = token();
    if (token == JsonToken.END_ARRAY) {
      return null;
    }
    Object value = valueOf(token, 0);
    if (value == null) {
      throw new JsonFormatException("an element is null");
    }
    return value;
  }

  /** The string that comes next, or null. */
  public @Nullable String optionalString() {
    JsonToken token = token();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    expect(token, JsonToken.VALUE_STRING, "a string");
    return step(in::getText);
  }

  public String string() {
    String text = optionalString();
    if (text == null) {
      throw new JsonFormatException("expected a string, found null");
    }
    return text;
  }

  /** The integer that comes next, within 64 bits. */
  public long longValue() {
    expect(token(), JsonToken.VALUE_NUMBER_INT, "an integer");
    return step(in::getLongValue);
  }

  public boolean booleanValue() {
    JsonToken token = token();
    if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
      throw new JsonFormatException("expected true or false, found " + JsonProblem.describe(token));
    }
    return token == JsonToken.VALUE_TRUE;
  }

  /**
   * Any value: null, String, Boolean, Long, BigInteger, BigDecimal, Map or List; a zero with a
   * minus in front, which only a double keeps, is the Double -0.0, but where numbers are kept.
   */
  public @Nullable Object value() {
    return valueOf(token(), 0);
  }

  /** An object of strings, null values kept; an absent (null) object is empty. */
  public Map<String, @Nullable String> stringMap() {
    Map<String, @Nullable String> map = new LinkedHashMap<>();
    if (beginObject()) {
      for (String name = nextField(); name != null; name = nextField()) {
        map.put(name, optionalString());
      }
    }
    return map;
  }

  /** An array of strings; null if a null comes instead. */
  public @Nullable List<String> stringList() {
    JsonToken token = token();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    expect(token, JsonToken.START_ARRAY, "an array");
    List<String> list = new ArrayList<>();
    for (token = token(); token != JsonToken.END_ARRAY; token = token()) {
      expect(token, JsonToken.VALUE_STRING, "a string");
      list.add(step(in::getText));
    }
    return list;
  }

  /** Passes over the value that comes next. */
  public void skip() {
    token();
    step(in::skipChildren);
  }

  /** Checks that nothing but white space follows. */
  public void requireEnd() {
    if (token() != null) {
      throw new JsonFormatException("there is more after the value");
    }
  }

  /** The line, from 1, at which the reader stands. */
  public int line() {
    return in.currentTokenLocation().getLineNr();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private @Nullable Object valueOf(@Nullable JsonToken token, int depth) {
    if (token == null || depth > MAX_DEPTH) {
      throw new JsonFormatException(
          token == null ? "the text ends early" : "nested deeper than " + MAX_DEPTH + " levels");
    }
    return switch (token) {
      case VALUE_NULL -> null;
      case VALUE_STRING -> step(in::getText);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> step(this::whole);
      case VALUE_NUMBER_FLOAT -> step(this::decimal);
      case START_OBJECT -> objectAfterStart(depth);
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (JsonToken next = token(); next != JsonToken.END_ARRAY; next = token()) {
          list.add(valueOf(next, depth + 1));
        }
        yield list;
      }
      default ->
          throw new JsonFormatException("expected a value, found " + JsonProblem.describe(token));
    };
  }

  private Object whole() throws IOException {
    if (in.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      return in.getBigIntegerValue();
    }
    long number = in.getLongValue();
    if (number != 0 || !isNegative()) {
      return number;
    }
    return keepsNumbers ? new WrittenNumber(BigDecimal.ZERO, in.getText()) : (Object) (-0.0);
  }

  private Object decimal() throws IOException {
    BigDecimal number = in.getDecimalValue();
    boolean isNegativeZero = number.signum() == 0 && isNegative();
    if (keepsNumbers && (isNegativeZero || !isWrittenPlainly(in.getText()))) {
      return new WrittenNumber(number, in.getText());
    }
    return isNegativeZero ? (Object) (-0.0) : number;
  }

  /** Whether the writer has the same text for it. */
  private static boolean isWrittenPlainly(String text) {
    return text.length() <= JsonWriter.PLAIN_DIGITS_MAX
        && text.indexOf('e') < 0
        && text.indexOf('E') < 0;
  }

  private boolean isNegative() throws IOException {
    return in.getText().startsWith("-");
  }

  private Map<String, @Nullable Object> objectAfterStart(int depth) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (String name = nextField(); name != null; name = nextField()) {
      boolean known = map.containsKey(name);
      map.put(name, valueOf(token(), depth + 1));
      if (known) {
        throw JsonFormatException.nameTwice(name);
      }
    }
    return map;
  }

  private @Nullable JsonToken token() {
    return step(in::nextToken);
  }

  private static void expect(@Nullable JsonToken found, JsonToken wanted, String words) {
    if (found != wanted) {
      throw new JsonFormatException("expected " + words + ", found " + JsonProblem.describe(found));
    }
  }

  private static <T extends @Nullable Object> T step(Step<T> step) {
    try {
      return step.run();
    } catch (IOException | NumberFormatException e) {
      throw new JsonFormatException(JsonProblem.of(e), e);
    }
  }
}
