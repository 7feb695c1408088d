package org.tarnlake.cli;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says in which order rows come. */
final class RowOrder {
  /** A name that is not in quotes may have spaces, too. */
  private static final Pattern KEY =
      Pattern.compile(
          "(.+?)(?:\\s+(asc|desc))?(?:\\s+nulls\\s+(first|last))?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  @Option(
      names = "--order-by",
      paramLabel = "\"A desc,B\"",
      description =
          "rows in the order of these columns, each from its smallest value on, or with desc from"
              + " its largest; nulls come last in both, or with nulls first; rows that are equal"
              + " stay as they come; what does not fit into memory waits in a file in TMPDIR")
  private List<String> orderBy = List.of();

  /** A column as it was named. */
  record Key(String name, boolean descending, boolean nullsFirst) {}

  boolean isGiven() {
    return !orderBy.isEmpty();
  }

  /** The columns, the one that counts most first. */
  List<Key> keys() {
    return orderBy.stream()
        .flatMap(list -> ColumnList.split("--order-by", list).stream())
        .map(RowOrder::key)
        .toList();
  }

  private static Key key(String text) {
    Matcher matcher = KEY.matcher(text);
    if (!matcher.matches()) {
      throw new AssertionError(text);
    }
    return new Key(matcher.group(1), is("desc", matcher.group(2)), is("first", matcher.group(3)));
  }

  private static boolean is(String word, @Nullable String given) {
    return given != null && given.toLowerCase(Locale.ROOT).equals(word);
  }
}
