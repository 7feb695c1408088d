package org.tarnlake.transaction;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a transaction did to rows of a table, for the table's history. Immutable.
 *
 * @param operation in Spark's words, such as {@code DELETE}
 * @param parameters such as the condition
 */
public record Statement(String operation, Map<String, String> parameters) {
  private static final String AND = ", ";

  public Statement {
    Objects.requireNonNull(operation, "operation");
    parameters = new LinkedHashMap<>(parameters);
  }

  /** Whether it does something, maybe among others. */
  boolean isOf(String some) {
    return operation.contains(some);
  }

  /** This one and then another of the same table. */
  Statement then(Statement next) {
    if (operation.equals(next.operation)) {
      return parameters.equals(next.parameters) ? this : new Statement(operation, Map.of());
    }
    // Each is named once, in the order in which it came first.
    Set<String> all = new LinkedHashSet<>(List.of(operation.split(AND)));
    all.addAll(List.of(next.operation.split(AND)));
    return new Statement(String.join(AND, all), Map.of());
  }
}
