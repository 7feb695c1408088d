package org.tarnlake.table.statistics;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.schema.Schema;

/**
 * Which files of a table are wanted: those that may hold rows for which a predicate is true. Where
 * it needs no statistics, the files of a large table come without any.
 *
 * @param schema of the table
 * @param mapping how its columns are called in its log and files
 * @param predicate bound to its columns; null if all files are wanted
 */
public record FileFilter(Schema schema, ColumnMapping mapping, @Nullable BoundPredicate predicate) {
  public FileFilter {
    Objects.requireNonNull(schema, "schema");
    Objects.requireNonNull(mapping, "mapping");
  }
}
