package org.tarnlake.predicate;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The functions, and how many arguments each takes. */
enum Function {
  ABS(1, 1),
  CEIL(1, 1, "ceiling"),
  COALESCE(1, Integer.MAX_VALUE),
  CONCAT(1, Integer.MAX_VALUE),
  CURRENT_DATE(0, 0),
  CURRENT_TIMESTAMP(0, 0, "now"),
  DAY(1, 1),
  FLOOR(1, 1),
  HOUR(1, 1),
  LENGTH(1, 1),
  LOWER(1, 1),
  MINUTE(1, 1),
  MONTH(1, 1),
  NULLIF(2, 2),
  ROUND(1, 2),
  SECOND(1, 1),
  STARTS_WITH(2, 2),
  SUBSTRING(2, 3, "substr"),
  TRIM(1, 1),
  UPPER(1, 1),
  YEAR(1, 1);

  private final int least;
  private final int most;
  private final String otherName;

  Function(int least, int most) {
    this(least, most, "");
  }

  Function(int least, int most, String otherName) {
    this.least = least;
    this.most = most;
    this.otherName = otherName;
  }

  /** The function of a name, in any case; null if there is none. */
  static @Nullable Function find(String name) {
    for (Function each : values()) {
      if (name.equalsIgnoreCase(each.text()) || name.equalsIgnoreCase(each.otherName)) {
        return each;
      }
    }
    return null;
  }

  /** The function that a word without parentheses is, as in SQL; null if it is none. */
  static @Nullable Function ofWord(String word) {
    for (Function each : List.of(CURRENT_DATE, CURRENT_TIMESTAMP)) {
      if (word.equalsIgnoreCase(each.text())) {
        return each;
      }
    }
    return null;
  }

  /** The name that it is written with. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean takes(int arguments) {
    return arguments >= least && arguments <= most;
  }

  /** How many arguments it takes, in words. */
  String arity() {
    return most == least
        ? most == 0 ? "no argument" : most == 1 ? "one argument" : most + " arguments"
        : most == Integer.MAX_VALUE ? "one argument or more" : least + " or " + most + " arguments";
  }
}
