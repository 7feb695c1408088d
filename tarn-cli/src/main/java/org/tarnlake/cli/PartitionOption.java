package org.tarnlake.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code --partition-by}. Stateless. */
final class PartitionOption {
  private PartitionOption() {}

  /**
   * The partition columns of each table.
   *
   * @param options {@code TABLE=A,B}, or {@code A,B} if there is one table only
   * @throws WrongUsage if an option names another table, or none where there are several
   */
  static Map<String, List<String>> parse(List<String> options, Set<String> tables) {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    for (String option : options) {
      int split = option.indexOf('=');
      if (split < 0 && tables.size() > 1) {
        throw new WrongUsage(
            "--partition-by %s could mean several tables; write --partition-by %s=%s"
                .formatted(option, tables.iterator().next(), option));
      }
      String table = split < 0 ? tables.iterator().next() : option.substring(0, split);
      if (!tables.contains(table)) {
        throw new WrongUsage(
            "--partition-by names the table '%s', which is not imported here".formatted(table));
      }
      columns.put(table, List.of(option.substring(split + 1).split(",")));
    }
    return columns;
  }
}
