package org.tarnlake.cli.input;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.ValueText;

/**
 * Finds the type that keeps every text of a column: boolean ({@code true}, {@code false}, in any
 * case), a number as {@link NumberText} and {@link NumberGuess} tell, a date ({@code 2024-05-01}),
 * a timestamp (with an offset or Z), a timestamp_ntz (without), else a string. Texts that a number
 * would not give back, such as {@code 007}, {@code +1} or {@code 1,000}, make the column one of
 * strings, as does a mix of kinds. One thread at a time.
 */
final class TextGuess {
  private enum Kind {
    BOOLEAN,
    NUMBER,
    DATE,
    TIMESTAMP,
    TIMESTAMP_NTZ,
    STRING
  }

  private final boolean scalars;
  private final NumberGuess numbers = new NumberGuess();
  private @Nullable Kind kind;

  private TextGuess(boolean scalars) {
    this.scalars = scalars;
  }

  /** For texts that may stand for any type, as in CSV. */
  static TextGuess ofAny() {
    return new TextGuess(true);
  }

  /** For texts that stand for times or for themselves, as in JSON. */
  static TextGuess ofTimes() {
    return new TextGuess(false);
  }

  void add(String text) {
    if (kind == Kind.STRING) {
      return;
    }
    Kind found = kindOf(text);
    kind = kind == null || kind == found ? found : Kind.STRING;
  }

  /** The type; a string if there was nothing to tell from. */
  DataType type() {
    if (kind == null) {
      return DataType.STRING;
    }
    return switch (kind) {
      case BOOLEAN -> DataType.BOOLEAN;
      case NUMBER -> {
        DataType number = numbers.type();
        yield number == null ? DataType.STRING : number;
      }
      case DATE -> DataType.DATE;
      case TIMESTAMP -> DataType.TIMESTAMP;
      case TIMESTAMP_NTZ -> DataType.TIMESTAMP_NTZ;
      case STRING -> DataType.STRING;
    };
  }

  private Kind kindOf(String text) {
    if (text.isEmpty()) {
      return Kind.STRING;
    }
    if (scalars && isNumber(text)) {
      return Kind.NUMBER;
    }
    if (scalars && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"))) {
      return Kind.BOOLEAN;
    }
    return timeKind(text);
  }

  /** Whether the text is a number, which is then counted. */
  private boolean isNumber(String text) {
    NumberText.Form form = NumberText.form(text);
    if (form == NumberText.Form.NONE) {
      return false;
    }
    if (text.charAt(0) == '-' && NumberText.isNegativeZero(text)) {
      numbers.addNegativeZero();
    } else if (form == NumberText.Form.FRACTION) {
      numbers.add(new BigDecimal(text));
    } else {
      addWhole(text);
    }
    return true;
  }

  private void addWhole(String text) {
    try {
      numbers.add(Long.parseLong(text));
    } catch (NumberFormatException e) {
      numbers.addTooLong();
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static Kind timeKind(String text) {
    int length = text.length();
    boolean dated =
        length >= 10
            && isDigit(text.charAt(0))
            && text.charAt(4) == '-'
            && text.charAt(7) == '-'
            && isDigit(text.charAt(9));
    if (!dated) {
      return Kind.STRING;
    }
    if (length == 10) {
      return TimeText.date(text) != null ? Kind.DATE : Kind.STRING;
    }
    int end = text.endsWith("Z") ? length - 1 : length;
    if (TimeText.dateTime(text, end) != null) {
      return end < length ? Kind.TIMESTAMP : Kind.TIMESTAMP_NTZ;
    }
    if ((text.charAt(10) != 'T' && text.charAt(10) != ' ')
        || TimeText.isFinerThanMicroseconds(text)) {
      return Kind.STRING;
    }
    if (parses(DataType.TIMESTAMP_NTZ, text)) {
      return Kind.TIMESTAMP_NTZ;
    }
    return parses(DataType.TIMESTAMP, text) ? Kind.TIMESTAMP : Kind.STRING;
  }

  private static boolean parses(DataType type, String text) {
    try {
      ValueText.parse(type, text);
      return true;
    } catch (InvalidDataException e) {
      return false;
    }
  }
}
