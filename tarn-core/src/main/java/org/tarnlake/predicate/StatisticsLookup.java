package org.tarnlake.predicate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what is known about the values of a column in a file, a row group, a page or a batch. */
@FunctionalInterface
public interface StatisticsLookup {

  /**
   * What is known about a column, or null if nothing is.
   *
   * @param path the names from the column down to the field, as the bound schema spells them
   */
  @Nullable Range range(List<String> path);
}
