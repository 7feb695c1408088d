package org.tarnlake.maintenance.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Collects what a check finds. One thread at a time. */
public final class Report {
  private static final Comparator<Item> CAUSES_FIRST =
      Comparator.comparing((Item item) -> !item.object().startsWith("_tarn/"))
          .thenComparing(Item::object);

  private final List<Item> items = new ArrayList<>();
  private final List<Leftover> leftovers = new ArrayList<>();
  private boolean isSetAside;

  /** What no commit names, and what that says of a lake where nothing is lost. */
  private record Leftover(String object, String what, boolean isOne, String ifSound) {}

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

  /** Everything found so far, by object; those of the lake's own log first. */
  public List<Item> items() {
    boolean isAnythingLost = items.stream().anyMatch(Item::isDamage);
    List<Item> all = new ArrayList<>(items);
    for (Leftover each : leftovers) {
      String it = each.isOne ? "it" : "them";
      String doubt =
          isAnythingLost
              ? "while entries are missing: they may name " + it
              : "while _tarn/lost+found has commits that were set aside: they may name " + it;
      String inDoubt =
          " %s named by no commit of the lake's log; keep %s %s"
              .formatted(each.isOne ? "is" : "are", it, doubt);
      String message = each.what + (isAnythingLost || isSetAside ? inDoubt : each.ifSound);
      all.add(new Item(false, each.object, 0, message));
    }
    all.sort(CAUSES_FIRST);
    return List.copyOf(all);
  }

  void damage(String object, int line, String message) {
    items.add(new Item(true, object, line, message));
  }

  public void note(String object, String message) {
    items.add(new Item(false, object, 0, message));
  }

  /**
   * Notes what no commit names. While anything is missing or differs it may be what a lost commit
   * names, so that nobody is told that it is of no use.
   *
   * @param what how many things
   * @param ifSound what follows these words where nothing is lost
   */
  void leftover(String object, long count, String what, String ifSound) {
    leftovers.add(new Leftover(object, what, count == 1, ifSound));
  }

  /** Notes that a repair set something aside, which may be what was committed. */
  void setAside() {
    isSetAside = true;
  }

  /** A number of things: "1 file", "2 files". */
  static String count(long count, String thing) {
    return count == 1 ? "1 " + thing : count + " " + thing + "s";
  }

  /** That so many more of the same are missing, one after the other; empty if none. */
  static String soAfter(long count) {
    return count == 0
        ? ""
        : count == 1
            ? " and so is the one after it"
            : " and so are the %s after it".formatted(count);
  }

  /** Takes back what was found of the objects whose names start so. */
  void withdraw(String prefix) {
    items.removeIf(item -> item.object().startsWith(prefix));
  }

  /** What an exception says of an object, without the object's name and the advice to check. */
  public static String why(RuntimeException e, String object) {
    String message = String.valueOf(e.getMessage());
    String file = "data file " + object;
    String said = message;
    if (message.startsWith(file)) {
      said = "it" + message.substring(file.length());
    } else if (message.startsWith(object)) {
      said = message.substring(object.length());
    }
    return said.replaceFirst("^[:,]? +", "")
        .replace("; run 'tarn check'", "")
        .replace(", or run 'tarn check'", "")
        .replace("; 'tarn check' lists all", "")
        .replaceFirst("[,;] restore it from a backup", "");
  }

  long damageCount() {
    return items.stream().filter(Item::isDamage).count();
  }

  int size() {
    return items.size();
  }

  /** Versions in words, as the subject of a sentence. */
  static String versions(List<Long> ascending) {
    long first = ascending.get(0);
    long last = ascending.get(ascending.size() - 1);
    if (first == last) {
      return "version %s is".formatted(first);
    }
    String all = "versions %s to %s are".formatted(first, last);
    return ascending.size() == last - first + 1 ? all : ascending.size() + " of the " + all;
  }
}
