package org.tarnlake.transaction;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a transaction did to rows of a table, for the table's history. Immutable.
 *
 * @param operation in Spark's words, such as {@code DELETE}
 * @param parameters such as the condition
 */
public record Statement(String operation, Map<String, String> parameters) {
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
    boolean isNamed = operation.contains(next.operation);
    return new Statement(isNamed ? operation : operation + ", " + next.operation, Map.of());
  }
}
