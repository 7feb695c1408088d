package org.tarnlake.predicate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.tarnlake.argument.Argument;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/** An expression tied to the columns of a table. Immutable; safe for many threads. */
public final class BoundExpression {
  private final Operand operand;
  private final Set<String> columns;

  BoundExpression(Operand operand, Set<String> columns) {
    this.operand = operand;
    this.columns = new LinkedHashSet<>(columns);
  }

  /** The expression before it was bound. */
  public Expression expression() {
    return operand.source();
  }

  /**
   * The type of the values; {@link DataType#VOID} of an expression that is null in every row, which
   * {@link #assignedTo} makes a null of any type.
   */
  public DataType type() {
    return operand.type();
  }

  /** The top-level columns that a batch must have to be evaluated, as the schema spells them. */
  public Set<String> columns() {
    return Collections.unmodifiableSet(columns);
  }

  /**
   * One value for each row.
   *
   * @param batch has at least {@link #columns}, of the types that they were bound with
   * @throws org.tarnlake.error.InvalidDataException if a row has no value: an overflow, a division
   *     by zero, a text that cannot be cast; it names the expression and the values
   */
  public Vector evaluate(Batch batch) {
    Argument.require(batch, "batch", "a Batch");
    return operand.evaluator().evaluate(needed(batch));
  }

  /** Without the columns that nobody asks for: what is computed for some rows copies these. */
  private Batch needed(Batch batch) {
    if (batch.type().size() <= columns.size()) {
      return batch;
    }
    List<Field> fields = new ArrayList<>();
    List<Vector> vectors = new ArrayList<>();
    for (String name : columns) {
      vectors.add(batch.vector(name));
      fields.add(batch.type().field(batch.type().indexOf(name)));
    }
    return new Batch(new StructType(fields), vectors, batch.rowCount());
  }

  /**
   * The expression as a value of a column, in which it is to be stored. Numbers become those of the
   * column's type: what is too large for it is an error, and so is a fraction for an integer; more
   * digits behind the point than a decimal has are rounded half up. An untyped column takes every
   * string, boolean and number. Whatever else is of another type must be cast.
   *
   * <p>A null is not refused here, even if the column takes none.
   *
   * @throws org.tarnlake.error.InvalidDataException if the types do not go together
   */
  public BoundExpression assignedTo(Field column) {
    Argument.require(column, "column", "a Field");
    return new BoundExpression(Assignment.of(operand, column), columns);
  }

  @Override
  public String toString() {
    return operand.source().text();
  }
}
