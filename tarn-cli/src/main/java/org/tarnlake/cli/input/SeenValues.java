package org.tarnlake.cli.input;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.terminal.Words;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.DataType;

/**
 * Of what sorts the values of a column are, and where each sort came first; so that a column of
 * text that could nearly have been one of numbers can be told of. Where most values are texts, few
 * of them are looked at. One thread at a time.
 */
final class SeenValues {
  private static final int TEXTS_LOOKED_AT = 100;
  private static final int SHOWN_MAX = 80;

  /** What a value is. */
  enum Sort {
    BOOLEAN,
    NUMBER,
    /** A whole number beyond 64 bits. */
    LONG_NUMBER,
    /** A number, if an option said how it is written. */
    ALMOST_NUMBER,
    DATE,
    TIMESTAMP,
    TIMESTAMP_NTZ,
    /** A date or time, if an option said how it is written. */
    ALMOST_TIME,
    NULL_WORD,
    TEXT
  }

  private static final List<List<Sort>> GROUPS =
      List.of(
          List.of(Sort.NUMBER, Sort.LONG_NUMBER, Sort.ALMOST_NUMBER),
          List.of(Sort.DATE, Sort.TIMESTAMP, Sort.TIMESTAMP_NTZ, Sort.ALMOST_TIME),
          List.of(Sort.BOOLEAN));

  /** The values of one sort. */
  private static final class Values {
    private final String first;
    private final long line;
    private long count;

    Values(String first, long line) {
      this.first = first;
      this.line = line;
    }
  }

  private final Map<Sort, Values> sorts = new EnumMap<>(Sort.class);
  private long total;
  private boolean isLooking = true;

  /** Whether further values may matter: not where texts are many, and more than others. */
  boolean isLooking() {
    return isLooking;
  }

  private long count(Sort sort) {
    Values values = sorts.get(sort);
    return values == null ? 0 : values.count;
  }

  /**
   * Counts a value.
   *
   * @param line where it stands
   */
  void add(Sort sort, CharSequence text, long line) {
    Values values = sorts.get(sort);
    if (values == null) {
      values = new Values(shown(text.toString()), line);
      sorts.put(sort, values);
    }
    values.count++;
    total++;
    if (sort == Sort.TEXT || sort == Sort.NULL_WORD) {
      long texts = count(Sort.TEXT) + count(Sort.NULL_WORD);
      isLooking = texts < TEXTS_LOOKED_AT || texts * 2 < total;
    }
  }

  /** What is told of a text: not beyond its first line. */
  private static String shown(String text) {
    int end = 0;
    while (end < text.length() && end < SHOWN_MAX && !Character.isISOControl(text.charAt(end))) {
      end++;
    }
    return end == text.length() ? text : text.substring(0, end) + "…";
  }

  /**
   * Counts what another one counted, behind all that this one has.
   *
   * @param linesBefore how many lines there are before the line 0 of the other one
   */
  void add(SeenValues other, long linesBefore) {
    total += other.total;
    other.sorts.forEach(
        (sort, values) ->
            sorts.computeIfAbsent(sort, s -> new Values(values.first, linesBefore + values.line))
                    .count +=
                values.count);
  }

  /**
   * Why the column is one of text, if more than half of its values are of one type, or almost: the
   * first that is not, where it stands, and what to do; else null.
   *
   * @param number the type of the numbers among them; null if there is none
   * @param file the file's name
   */
  @Nullable String whyText(String column, String file, @Nullable DataType number, TextForms forms) {
    if (total == 0) {
      return "column '%s' is text because %s has no value in it; add --types %s if it is of another type"
          .formatted(column, file, Words.shell(column + " TYPE"));
    }
    long values = total - count(Sort.NULL_WORD);
    for (List<Sort> group : GROUPS) {
      long same = group.stream().mapToLong(this::count).sum();
      if (same * 2 > values) {
        return why(column, file, group, number, forms);
      }
    }
    return null;
  }

  private @Nullable String why(
      String column, String file, List<Sort> group, @Nullable DataType number, TextForms forms) {
    Sort most = group.get(0);
    for (Sort each : group) {
      most = count(each) > count(most) ? each : most;
    }
    DataType type = typeOf(most, number);
    Values odd = null;
    for (Map.Entry<Sort, Values> each : sorts.entrySet()) {
      Values values = each.getValue();
      if (!isOf(each.getKey(), type) && (odd == null || values.line < odd.line)) {
        odd = values;
      }
    }
    if (type == null || odd == null) {
      return null;
    }
    return "column '%s' is text because of %s:%s: %s"
        .formatted(column, file, odd.line + 1, reason(odd.first, column, type, forms));
  }

  private static String reason(String text, String column, DataType type, TextForms forms) {
    String types = "--types %s".formatted(Words.shell(column + " " + type.text()));
    try {
      TextValues.parse(type, text, forms);
      return "'%s' is not written like the others; add %s if it is one of them"
          .formatted(text, types);
    } catch (InvalidDataException e) {
      if (NumberText.isLikeOne(text)) {
        return String.valueOf(e.getMessage());
      }
      String option = Remedies.option(text, type, forms);
      String otherwise = "correct it, or add %s --reject FILE".formatted(types);
      return e.getMessage() + "; " + (option == null ? otherwise : option);
    }
  }

  private static boolean isOf(Sort sort, @Nullable DataType type) {
    return switch (sort) {
      case NUMBER -> type != null && TextValues.isNumeric(type);
      case BOOLEAN -> type == DataType.BOOLEAN;
      case DATE -> type == DataType.DATE;
      case TIMESTAMP -> type == DataType.TIMESTAMP;
      case TIMESTAMP_NTZ -> type == DataType.TIMESTAMP_NTZ;
      case LONG_NUMBER, ALMOST_NUMBER, ALMOST_TIME, NULL_WORD, TEXT -> false;
    };
  }

  private static @Nullable DataType typeOf(Sort sort, @Nullable DataType number) {
    return switch (sort) {
      case NUMBER -> number;
      case ALMOST_NUMBER -> number == null ? DataType.DOUBLE : number;
      case BOOLEAN -> DataType.BOOLEAN;
      case DATE, ALMOST_TIME -> DataType.DATE;
      case TIMESTAMP -> DataType.TIMESTAMP;
      case TIMESTAMP_NTZ -> DataType.TIMESTAMP_NTZ;
      case LONG_NUMBER, NULL_WORD, TEXT -> null;
    };
  }
}
