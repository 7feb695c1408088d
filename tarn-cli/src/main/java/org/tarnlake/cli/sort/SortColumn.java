package org.tarnlake.cli.sort;

import java.util.List;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.PrimitiveType;

/**
 * A column by which rows are sorted. Immutable.
 *
 * @param path its ordinal in a batch, and then in each struct around it
 * @param field the column itself; see {@link #isSortable}
 */
public record SortColumn(List<Integer> path, Field field, boolean descending, boolean nullsFirst) {
  public SortColumn {
    path = List.copyOf(path);
    if (!isSortable(field.type())) {
      throw new IllegalArgumentException("no order of " + field.type().text());
    }
  }

  /** Whether values of a type have an order: those of scalars do. */
  public static boolean isSortable(DataType type) {
    return type instanceof PrimitiveType || type instanceof DecimalType;
  }
}
