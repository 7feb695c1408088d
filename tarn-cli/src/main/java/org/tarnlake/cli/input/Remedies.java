package org.tarnlake.cli.input;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.terminal.Words;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;

/**
 * What somebody may do about a text that is no value of a type: mostly an option to add. Stateless.
 */
final class Remedies {
  /** What often stands for null. */
  private static final Set<String> NULL_WORDS =
      Set.of(
          "na", "n/a", "#n/a", "null", "(null)", "<null>", "none", "nil", "nan", "\\n", "-", "--",
          "---", ".", "..", "?", "missing", "unknown");

  private static final int NULL_LENGTH_MAX = 7;

  /** More than any number or time has. */
  private static final int LENGTH_MAX = 40;

  private static final Pattern WITH_COMMA = Pattern.compile("-?[0-9]+,[0-9]+");
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+\\.[0-9]+");
  private static final Pattern DAY_FIRST_OR_LAST =
      Pattern.compile("[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}( .*)?");
  private static final Pattern GROUPED =
      Pattern.compile(
          "-?[1-9][0-9]{0,2}(?:([,.'_ \u00a0\u202f\u2019])[0-9]{3})(?:\\1[0-9]{3})*(?:([.,])[0-9]+)?");

  private Remedies() {}

  /** Whether a text often stands for null; blanks alone do. */
  static boolean isNullWord(CharSequence text) {
    int length = text.length();
    if (length > 0 && text.charAt(0) <= ' ' && text.toString().isBlank()) {
      return true;
    }
    return length <= NULL_LENGTH_MAX
        && NULL_WORDS.contains(text.toString().toLowerCase(Locale.ROOT));
  }

  /** Whether a text, which is no number, is one if an option says how it is written. */
  static boolean isAlmostNumber(CharSequence text, TextForms forms) {
    return mayBe(text) && numberOption(text.toString(), forms) != null;
  }

  /** Whether a text, which is no time, is one if an option says how it is written. */
  static boolean isAlmostTime(CharSequence text, TextForms forms) {
    return mayBe(text) && timeOption(text.toString(), forms) != null;
  }

  private static boolean mayBe(CharSequence text) {
    if (text.length() == 0 || text.length() > LENGTH_MAX) {
      return false;
    }
    char first = text.charAt(0);
    return (first >= '0' && first <= '9') || first == '-';
  }

  /** An option that may make a text a value of a type; null if none is known. */
  static @Nullable String option(String text, DataType type, TextForms forms) {
    if (isNullWord(text)) {
      return "add --null %s if that stands for null".formatted(Words.shell(text));
    }
    if (TextValues.isNumeric(type)) {
      // Digits behind one point are decimals where a column may have some.
      boolean isWhole = !(type instanceof DecimalType) || !DECIMAL.matcher(text).matches();
      return isWhole ? numberOption(text, forms) : null;
    }
    return isTime(type) ? timeOption(text, forms) : null;
  }

  private static @Nullable String timeOption(String text, TextForms forms) {
    return forms.times().isEmpty() && DAY_FIRST_OR_LAST.matcher(text).matches()
        ? "add --date-format dd.MM.yyyy or MM/dd/yyyy, as they are written"
        : null;
  }

  private static @Nullable String numberOption(String text, TextForms forms) {
    boolean isWithComma = !forms.decimalComma() && WITH_COMMA.matcher(text).matches();
    Matcher grouped = GROUPED.matcher(text);
    String thousands = grouped.matches() ? thousands(grouped, forms) : null;
    if (isWithComma && thousands != null) {
      return "add %s if that groups digits, or --decimal-comma if decimals stand behind it"
          .formatted(thousands);
    }
    if (thousands != null) {
      return "add %s if that groups digits".formatted(thousands);
    }
    return isWithComma ? "add --decimal-comma if that is one" : null;
  }

  /**
   * The options for a number whose digits are grouped; null if they are given, or say otherwise.
   */
  private static @Nullable String thousands(Matcher grouped, TextForms forms) {
    String separator = grouped.group(1);
    String decimal = grouped.group(2);
    if (separator.equals(decimal) || forms.thousands() != 0) {
      return null;
    }
    boolean needsComma = ",".equals(decimal) || separator.equals(".");
    boolean needsPoint = ".".equals(decimal) || separator.equals(",");
    if ((needsComma && needsPoint) || (needsPoint && forms.decimalComma())) {
      return null;
    }
    boolean isBlank = "\u00a0\u202f ".contains(separator);
    return "--thousands %s%s"
        .formatted(
            Words.shell(isBlank ? " " : separator),
            needsComma && !forms.decimalComma() ? " --decimal-comma" : "");
  }

  private static boolean isTime(DataType type) {
    return type == DataType.DATE || type == DataType.TIMESTAMP || type == DataType.TIMESTAMP_NTZ;
  }
}
