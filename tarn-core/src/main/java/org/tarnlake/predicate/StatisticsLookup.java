package org.tarnlake.predicate;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.argument.Argument;

/** Finds what is known about the values of a column in a file, a row group, a page or a batch. */
@FunctionalInterface
public interface StatisticsLookup {

  /**
   * What is known about a column, or null if nothing is.
   *
   * @param path the names from the column down to the field, as the bound schema spells them
   */
  @Nullable Range range(List<String> path);

  /**
   * False only if it is known that a column has none of some values.
   *
   * @param path the names from the column down to the field, as the bound schema spells them
   * @param values each a Long for whole numbers, dates, times, and decimals of up to 18 digits
   *     (their digits, without the point), or the bytes of a string or binary
   */
  default boolean mayHaveAny(List<String> path, Supplier<List<Object>> values) {
    Argument.copy(path, "path", "names");
    Argument.require(values, "values", "a Supplier of values");
    return true;
  }
}
