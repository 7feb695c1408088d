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
  private final TextForms forms;
  private final NumberGuess numbers = new NumberGuess();
  private final SeenValues seen = new SeenValues();
  private @Nullable Kind kind;

  /** Whether the last number is beyond 64 bits. */
  private boolean isTooLong;

  private TextGuess(boolean scalars, TextForms forms) {
    this.scalars = scalars;
    this.forms = forms;
  }

  /** For texts that may stand for any type, as in CSV. */
  static TextGuess ofAny(TextForms forms) {
    return new TextGuess(true, forms);
  }

  /** For texts that stand for times or for themselves, as in JSON. */
  static TextGuess ofTimes() {
    return new TextGuess(false, TextForms.PLAIN);
  }

  void add(CharSequence text) {
    if (kind != Kind.STRING) {
      add(kindOf(text));
    }
  }

  /**
   * Counts a text, and remembers where it stands if it may be told of.
   *
   * @param line of its block
   */
  void add(CharSequence text, long line) {
    if (kind != Kind.STRING || seen.isLooking()) {
      Kind found = kindOf(text);
      add(found);
      seen.add(sortOf(found, text), text, line);
    }
  }

  /**
   * Counts a text as {@link #add(CharSequence, long)} does, which is a number by {@link
   * NumberText#plain} where forms are as usual.
   */
  void addPlain(long plain, CharSequence text, long line) {
    if (kind != Kind.STRING || seen.isLooking()) {
      numbers.addPlain(plain);
      add(Kind.NUMBER);
      seen.add(SeenValues.Sort.NUMBER, text, line);
    }
  }

  /**
   * Counts a text as {@link #add(CharSequence, long)} does, which is a time of a type where forms
   * are as usual.
   */
  void addTime(DataType type, CharSequence text, long line) {
    if (kind != Kind.STRING || seen.isLooking()) {
      Kind found = kindOfTime(type);
      add(found);
      seen.add(sortOf(found, text), text, line);
    }
  }

  /**
   * Counts all texts that another one counted.
   *
   * @param linesBefore how many lines there are before the line 0 of the other one
   */
  void add(TextGuess other, long linesBefore) {
    if (other.kind != null) {
      numbers.add(other.numbers);
      add(other.kind);
      seen.add(other.seen, linesBefore);
    }
  }

  /** Why the type is a string though most texts are of another, as {@link SeenValues} tells. */
  @Nullable String whyText(String column, String file) {
    return type() == DataType.STRING
        ? seen.whyText(column, file, numbers.typeOfOthers(), forms)
        : null;
  }

  private SeenValues.Sort sortOf(Kind found, CharSequence text) {
    return switch (found) {
      case BOOLEAN -> SeenValues.Sort.BOOLEAN;
      case NUMBER -> isTooLong ? SeenValues.Sort.LONG_NUMBER : SeenValues.Sort.NUMBER;
      case DATE -> SeenValues.Sort.DATE;
      case TIMESTAMP -> SeenValues.Sort.TIMESTAMP;
      case TIMESTAMP_NTZ -> SeenValues.Sort.TIMESTAMP_NTZ;
      case STRING -> sortOfText(text);
    };
  }

  private SeenValues.Sort sortOfText(CharSequence text) {
    if (Remedies.isNullWord(text)) {
      return SeenValues.Sort.NULL_WORD;
    }
    if (Remedies.isAlmostNumber(text, forms)) {
      return SeenValues.Sort.ALMOST_NUMBER;
    }
    return Remedies.isAlmostTime(text, forms) ? SeenValues.Sort.ALMOST_TIME : SeenValues.Sort.TEXT;
  }

  private void add(Kind found) {
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

  private Kind kindOf(CharSequence all) {
    CharSequence text = scalars ? TextForms.withoutBlanks(all) : all;
    if (text.length() == 0) {
      return Kind.STRING;
    }
    if (!forms.times().isEmpty()) {
      DataType time = forms.timeType(text);
      if (time != null) {
        return kindOfTime(time);
      }
    }
    if (isDated(text)) {
      return timeKind(text);
    }
    char first = text.charAt(0);
    boolean numeric = isDigit(first) || first == '-' || first == '.' || first == ',';
    if (scalars && numeric && isNumber(forms.plainNumber(text))) {
      return Kind.NUMBER;
    }
    if (scalars && NumberText.isNamed(text)) {
      numbers.addNamed();
      return Kind.NUMBER;
    }
    return scalars && isBoolean(text) ? Kind.BOOLEAN : Kind.STRING;
  }

  private static Kind kindOfTime(DataType type) {
    return type == DataType.DATE
        ? Kind.DATE
        : type == DataType.TIMESTAMP ? Kind.TIMESTAMP : Kind.TIMESTAMP_NTZ;
  }

  private static boolean isBoolean(CharSequence text) {
    int length = text.length();
    return (length == 4 || length == 5) && (isWord(text, "true") || isWord(text, "false"));
  }

  private static boolean isWord(CharSequence text, String lower) {
    boolean same = text.length() == lower.length();
    for (int i = 0; same && i < lower.length(); i++) {
      char c = text.charAt(i);
      same = (c | 0x20) == lower.charAt(i) && c < 0x80;
    }
    return same;
  }

  /** Whether the text is a number, which is then counted. */
  private boolean isNumber(CharSequence text) {
    isTooLong = false;
    long plain = NumberText.plain(text);
    if (plain != NumberText.NOT_PLAIN) {
      numbers.addPlain(plain);
      return true;
    }
    NumberText.Form form = NumberText.form(text);
    if (form == NumberText.Form.NONE) {
      return false;
    }
    String number = text.toString();
    if (number.charAt(0) == '-' && NumberText.isNegativeZero(number)) {
      numbers.addNegativeZero();
    } else if (form == NumberText.Form.FRACTION) {
      numbers.add(new BigDecimal(number));
    } else {
      addWhole(number);
    }
    return true;
  }

  private void addWhole(String text) {
    try {
      numbers.add(Long.parseLong(text));
    } catch (NumberFormatException e) {
      numbers.addTooLong();
      isTooLong = true;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isDated(CharSequence text) {
    return text.length() >= 10
        && isDigit(text.charAt(0))
        && text.charAt(4) == '-'
        && text.charAt(7) == '-'
        && isDigit(text.charAt(9));
  }

  private static Kind timeKind(CharSequence text) {
    int length = text.length();
    if (length == 10) {
      return TimeText.isDate(text) ? Kind.DATE : Kind.STRING;
    }
    int end = text.charAt(length - 1) == 'Z' ? length - 1 : length;
    if (TimeText.isDateTime(text, end)) {
      return end < length ? Kind.TIMESTAMP : Kind.TIMESTAMP_NTZ;
    }
    if ((text.charAt(10) != 'T' && text.charAt(10) != ' ')
        || TimeText.isFinerThanMicroseconds(text)) {
      return Kind.STRING;
    }
    if (parses(DataType.TIMESTAMP_NTZ, text.toString())) {
      return Kind.TIMESTAMP_NTZ;
    }
    return parses(DataType.TIMESTAMP, text.toString()) ? Kind.TIMESTAMP : Kind.STRING;
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
