package org.tarnlake.table;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.schema.Schema;

/**
 * Which files of a table are wanted: those that may hold rows for which a predicate is true. Where
 * it needs no statistics, the files of a large table come without any.
 *
 * @param schema of the table
 * @param predicate bound to its columns; null if all files are wanted
 */
public record FileFilter(Schema schema, @Nullable BoundPredicate predicate) {
  public FileFilter {
    Objects.requireNonNull(schema, "schema");
  }
}
