package org.tarnlake.transaction.change;

import org.tarnlake.error.InvalidDataException;
import org.tarnlake.predicate.BoundExpression;
import org.tarnlake.predicate.ColumnPath;
import org.tarnlake.predicate.Expression;
import org.tarnlake.schema.StructType;

/** Columns by their names. Stateless. */
public final class Columns {
  private Columns() {}

  /**
   * The position of a whole column.
   *
   * @throws InvalidDataException if there is none of that name, or it is a field of one
   */
  public static int ordinal(StructType columns, String name) {
    ColumnPath path = ColumnPath.find(columns, name);
    if (path.names().size() > 1) {
      throw new InvalidDataException(
          "'%s' is a field of column '%s'; name the whole column"
              .formatted(path.text(), path.names().get(0)));
    }
    return columns.indexOf(path.names().get(0));
  }

  /** The values of a column. */
  static BoundExpression value(StructType columns, int ordinal) {
    return Expression.column(quoted(columns.field(ordinal).name())).bind(columns);
  }

  /** A column's name as an expression has it, whatever it looks like. */
  public static String quoted(String name) {
    return '`' + name.replace("`", "``") + '`';
  }
}
