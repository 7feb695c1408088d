package org.tarnlake.table.write;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.Expression;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.StructType;

/** Texts in a table's metadata that mean to Spark what they mean to Tarn. Pure. */
public final class SharedMeaning {
  private static final String CAST = "cast(";

  private SharedMeaning() {}

  /**
   * Throws InvalidDataException if other engines take a condition or expression for another one: in
   * Spark a backslash escapes what follows it in a string, two quotes are no quote, what stands
   * between double quotes is a string, and the text of a timestamp tells no zone.
   *
   * @param columns that it may name
   */
  public static void require(String text, StructType columns) {
    requireStrings(text);
    requireNoTimeAsText(Expression.parse(text).text(), columns);
  }

  private static void requireStrings(String text) {
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote == 0) {
        quote = c == '\'' || c == '`' || c == '"' ? c : 0;
        if (c == '"') {
          throw ambiguous("double quotes, which");
        }
      } else if (quote == '\'' && c == '\\') {
        throw ambiguous("a backslash in a string, which");
      } else if (c == quote) {
        boolean isDoubled = i + 1 < text.length() && text.charAt(i + 1) == quote;
        if (isDoubled && quote == '\'') {
          throw ambiguous("two quotes in a string, which");
        }
        i += isDoubled ? 1 : 0;
        quote = isDoubled ? quote : 0;
      }
    }
  }

  /**
   * @param sql as {@link Expression#text} writes it; its strings are plain
   */
  private static void requireNoTimeAsText(String sql, StructType columns) {
    Deque<Integer> opened = new ArrayDeque<>();
    char quote = 0;
    for (int i = 0; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '`') {
        quote = c;
      } else if (c == '(') {
        opened.push(i + 1);
      } else if (c == ')') {
        requireNoTimeAsText(sql, opened.pop(), i, columns);
      }
    }
  }

  private static void requireNoTimeAsText(String sql, int from, int to, StructType columns) {
    String inside = sql.substring(from, to);
    int as = inside.toLowerCase(Locale.ROOT).lastIndexOf(" as string");
    if (as < 0
        || as + " as string".length() < inside.length()
        || !sql.regionMatches(true, from - CAST.length(), CAST, 0, CAST.length())) {
      return;
    }
    DataType type =
        Expression.parse(inside.substring(0, as)).bind(columns, () -> Instant.EPOCH).type();
    if (type == DataType.TIMESTAMP) {
      throw ambiguous("a timestamp as text, which");
    }
  }

  private static InvalidDataException ambiguous(String what) {
    return new InvalidDataException(
        "it has %s Spark reads otherwise than Tarn does, so that a table would take other rows from each; write it without them"
            .formatted(what));
  }
}
