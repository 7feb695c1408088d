package org.tarnlake.maintenance;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Collects what a check finds, in the order in which it is found. One thread at a time. */
public final class Report {
  private final List<Item> items = new ArrayList<>();

  /**
   * One thing that a check found. Immutable.
   *
   * @param isDamage whether a promise is broken; otherwise it is only worth knowing
   * @param object the object that is concerned
   * @param line the line of it, from 1; 0 if none
   * @param message what is wrong and what to do, without the object's name at its start
   */
  public record Item(boolean isDamage, String object, int line, String message) {
    public Item {
      Objects.requireNonNull(object, "object");
      Objects.requireNonNull(message, "message");
    }
  }

  /** Everything found so far. */
  public List<Item> items() {
    return List.copyOf(items);
  }

  void damage(String object, int line, String message) {
    items.add(new Item(true, object, line, message));
  }

  void note(String object, String message) {
    items.add(new Item(false, object, 0, message));
  }

  /** Takes back what was found of the objects whose names start so. */
  void withdraw(String prefix) {
    items.removeIf(item -> item.object().startsWith(prefix));
  }

  /** What an exception says of an object, without the object's name and the advice to check. */
  static String why(RuntimeException e, String object) {
    String message = String.valueOf(e.getMessage());
    String said = message.startsWith(object) ? message.substring(object.length()) : message;
    return said.replaceFirst("^[:,]? +", "")
        .replace("; run 'tarn check'", "")
        .replace(", restore it from a backup", "");
  }

  int size() {
    return items.size();
  }
}
