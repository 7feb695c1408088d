package org.tarnlake.cli.input;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.terminal.Words;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.json.WrittenNumber;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/**
 * Finds the type that keeps every JSON value of a column: numbers as {@link NumberGuess} tells,
 * strings that are all dates or all timestamps as such, objects as structs of all fields seen,
 * arrays as lists. A mix of kinds, an object that never has a field or has more than 1,000
 * different ones, is a string of its JSON text. One thread at a time.
 */
final class JsonGuess {
  private static final int MAX_FIELDS = 1000;
  private static final int MAX_COLUMNS = 10_000;

  private enum Kind {
    BOOLEAN,
    NUMBER,
    STRING,
    OBJECT,
    ARRAY,
    MIXED
  }

  private final boolean rows;
  private final NumberGuess numbers = new NumberGuess();
  private final TextGuess times = TextGuess.ofTimes();
  private final Map<String, JsonGuess> fields = new LinkedHashMap<>();
  private final Map<String, String> names = new LinkedHashMap<>();
  private @Nullable JsonGuess element;
  private @Nullable Kind kind;

  private JsonGuess(boolean rows) {
    this.rows = rows;
  }

  /** For objects that are rows. */
  static JsonGuess ofRows() {
    return new JsonGuess(true);
  }

  void add(@Nullable Object json) {
    if (json == null || kind == Kind.MIXED) {
      return;
    }
    Kind found = kindOf(json);
    kind = kind == null || kind == found ? found : Kind.MIXED;
    if (kind == Kind.NUMBER) {
      addNumber(json);
    } else if (kind == Kind.STRING) {
      times.add((String) json);
    } else if (kind == Kind.OBJECT) {
      addFields((Map<?, ?>) json);
    } else if (kind == Kind.ARRAY) {
      addElements((List<?>) json);
    }
    if (kind == Kind.MIXED) {
      fields.clear();
      names.clear();
      element = null;
    }
  }

  /** The type; a string if there was nothing to tell from. */
  DataType type() {
    if (kind == null || kind == Kind.MIXED) {
      return DataType.STRING;
    }
    return switch (kind) {
      case BOOLEAN -> DataType.BOOLEAN;
      case NUMBER -> {
        DataType number = numbers.type();
        yield number == null ? DataType.STRING : number;
      }
      case STRING -> times.type();
      case OBJECT -> fields.isEmpty() ? DataType.STRING : struct();
      case ARRAY -> DataType.list(element == null ? DataType.STRING : element.type());
      case MIXED -> DataType.STRING;
    };
  }

  /** The fields of all objects seen. */
  StructType struct() {
    List<Field> struct = new ArrayList<>();
    fields.forEach((name, guess) -> struct.add(Field.optional(name, guess.type())));
    return new StructType(struct);
  }

  private void addNumber(Object json) {
    if (json instanceof Long number) {
      numbers.add(number);
    } else if (json instanceof BigInteger) {
      numbers.addTooLong();
    } else if (json instanceof WrittenNumber number && number.isNegativeZero()) {
      numbers.addNegativeZero();
    } else {
      numbers.add((BigDecimal) json);
    }
  }

  private void addFields(Map<?, ?> json) {
    for (Map.Entry<?, ?> entry : json.entrySet()) {
      String given = (String) entry.getKey();
      String name = ColumnNames.cleanKey(given);
      String other = names.putIfAbsent(name.toLowerCase(Locale.ROOT), given);
      if (other != null && !other.equals(given)) {
        throw new InvalidDataException(ColumnNames.meeting(other, given, name) + "; rename one");
      }
      fields.computeIfAbsent(name, n -> new JsonGuess(false)).add(entry.getValue());
    }
    if (rows && fields.size() > MAX_COLUMNS) {
      throw new InvalidDataException(
          "there are more than %s different names; a new table has at most so many columns"
              .formatted(Words.number(MAX_COLUMNS)));
    }
    if (!rows && fields.size() > MAX_FIELDS) {
      kind = Kind.MIXED;
    }
  }

  private void addElements(List<?> json) {
    JsonGuess guess = element == null ? new JsonGuess(false) : element;
    element = guess;
    json.forEach(guess::add);
  }

  private static Kind kindOf(Object json) {
    if (json instanceof Boolean) {
      return Kind.BOOLEAN;
    }
    if (json instanceof Number) {
      return Kind.NUMBER;
    }
    if (json instanceof String) {
      return Kind.STRING;
    }
    return json instanceof Map<?, ?> ? Kind.OBJECT : Kind.ARRAY;
  }
}
