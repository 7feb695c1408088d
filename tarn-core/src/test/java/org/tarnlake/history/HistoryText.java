package org.tarnlake.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tarnlake.Isolation;

/**
 * Histories as text, a transaction a line: its client, when it began and ended, how; then what it
 * did, {@code x+3} being an append of 3 to x and {@code x=1,2} a read of x.
 *
 * <pre>
 * 0 1..4 snapshot committed: x=1,2 x+3 y=
 * </pre>
 */
public final class HistoryText {
  private static final Pattern LINE =
      Pattern.compile("(\\d+) (\\d+)\\.\\.(\\d+) (\\w+) (\\w+):(.*)");
  private static final Pattern OPERATION =
      Pattern.compile("(?<key>[^+=]+)(\\+(?<value>-?\\d+)|=(?<values>[-\\d,]*))");

  private HistoryText() {}

  /** One transaction. */
  public static String print(Transaction transaction) {
    return "%d %d..%d %s %s:%s"
        .formatted(
            transaction.client(),
            transaction.begunAt(),
            transaction.endedAt(),
            transaction.isolation().name().toLowerCase(Locale.ROOT),
            transaction.outcome().name().toLowerCase(Locale.ROOT),
            transaction.operations().stream()
                .map(operation -> " " + print(operation))
                .collect(Collectors.joining()));
  }

  private static String print(Operation operation) {
    if (operation instanceof Append append) {
      return append.key() + "+" + append.value();
    }
    if (operation instanceof Read read) {
      return read.key()
          + read.values().stream().map(String::valueOf).collect(Collectors.joining(",", "=", ""));
    }
    throw new AssertionError(operation);
  }

  /** Many transactions; empty lines are passed over. */
  public static List<Transaction> parse(String text) {
    return text.lines().filter(line -> !line.isBlank()).map(HistoryText::transaction).toList();
  }

  private static Transaction transaction(String line) {
    Matcher matcher = matcher(LINE, line);
    List<Operation> operations = new ArrayList<>();
    for (String word : matcher.group(6).split(" ", -1)) {
      if (!word.isEmpty()) {
        operations.add(operation(word));
      }
    }
    return new Transaction(
        Integer.parseInt(matcher.group(1)),
        Isolation.valueOf(matcher.group(4).toUpperCase(Locale.ROOT)),
        Long.parseLong(matcher.group(2)),
        Long.parseLong(matcher.group(3)),
        Outcome.valueOf(matcher.group(5).toUpperCase(Locale.ROOT)),
        operations);
  }

  private static Operation operation(String word) {
    Matcher matcher = matcher(OPERATION, word);
    String key = matcher.group("key");
    String value = matcher.group("value");
    return value != null
        ? new Append(key, Long.parseLong(value))
        : new Read(
            key,
            Stream.of(matcher.group("values").split(","))
                .filter(each -> !each.isEmpty())
                .map(Long::valueOf)
                .toList());
  }

  private static Matcher matcher(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'%s' is not '%s'".formatted(text, pattern));
    }
    return matcher;
  }
}
