package org.tarnlake.crash.power;

import java.util.ArrayList;
import java.util.List;

/** Many numbers in a short text, such as {@code 1-57 60 60}. */
final class Numbers {
  private Numbers() {}

  static String text(List<Long> numbers) {
    List<Long> sorted = numbers.stream().sorted().toList();
    StringBuilder text = new StringBuilder();
    for (int from = 0, to; from < sorted.size(); from = to) {
      to = from + 1;
      while (to < sorted.size() && sorted.get(to) == sorted.get(to - 1) + 1) {
        to++;
      }
      text.append(text.isEmpty() ? "" : " ").append(sorted.get(from));
      if (to - from > 1) {
        text.append('-').append(sorted.get(to - 1));
      }
    }
    return text.toString();
  }

  static List<Long> parse(String text) {
    List<Long> numbers = new ArrayList<>();
    for (String part : text.isBlank() ? new String[0] : text.trim().split(" ")) {
      int dash = part.indexOf('-');
      long first = Long.parseLong(dash < 0 ? part : part.substring(0, dash));
      long last = dash < 0 ? first : Long.parseLong(part.substring(dash + 1));
      for (long number = first; number <= last; number++) {
        numbers.add(number);
      }
    }
    return numbers;
  }
}
