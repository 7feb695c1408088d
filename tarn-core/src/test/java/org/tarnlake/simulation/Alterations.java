package org.tarnlake.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tarnlake.Alter;
import org.tarnlake.schema.DataType;

/** Picks what becomes of a table's columns, and does it. Stateless. */
final class Alterations {
  /** Few, so that a name is soon that of another column than before. */
  private static final List<String> NAMES = List.of("x", "y", "z");

  private Alterations() {}

  /**
   * A column is added, renamed, widened or dropped.
   *
   * @param birth of the one that is added
   */
  static Step.Altered pick(
      String table, List<Column> columns, long birth, SplittableRandom random) {
    List<String> free = new ArrayList<>(NAMES);
    columns.forEach(column -> free.remove(column.name()));
    boolean isFull = free.isEmpty();
    int choice =
        columns.isEmpty() ? 0 : Dice.weighted(random, isFull ? 0 : 40, isFull ? 0 : 20, 20, 20);
    String name = isFull ? "" : free.get(random.nextInt(free.size()));
    if (choice == 0) {
      return new Step.Altered(table, null, new Column(birth, name, random.nextInt(4) == 0));
    }
    Column column = columns.get(random.nextInt(columns.size()));
    return switch (choice) {
      case 1 -> new Step.Altered(table, column, column.named(name));
      case 2 -> new Step.Altered(table, column, null);
      default -> new Step.Altered(table, column, column.isLong() ? null : column.widened());
    };
  }

  static void run(Alter alter, Step.Altered step) {
    Column before = step.before();
    Column after = step.after();
    if (before == null && after != null) {
      alter.add(after.field());
    } else if (before != null && after == null) {
      alter.drop(before.name());
    } else if (before != null && after != null && before.isLong() != after.isLong()) {
      alter.type(before.name(), DataType.LONG);
    } else if (before != null && after != null) {
      alter.rename(before.name(), after.name());
    }
  }
}
