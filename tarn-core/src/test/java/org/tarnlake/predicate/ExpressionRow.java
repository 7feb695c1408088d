package org.tarnlake.predicate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.StructType;
import org.tarnlake.schema.ValueText;

/** A few rows to evaluate expressions on; values are canonical, their texts what is compared. */
final class ExpressionRow {
  private final List<Field> fields;
  private final List<Vector> vectors;

  ExpressionRow() {
    this(List.of(), List.of());
  }

  private ExpressionRow(List<Field> fields, List<Vector> vectors) {
    this.fields = fields;
    this.vectors = vectors;
  }

  ExpressionRow with(String name, DataType type, Object value) {
    return with(Field.optional(name, type), value);
  }

  ExpressionRow with(Field field, Object value) {
    return withAll(field, Arrays.asList(value));
  }

  ExpressionRow withAll(String name, DataType type, List<Object> values) {
    return withAll(Field.optional(name, type), values);
  }

  private ExpressionRow withAll(Field field, List<Object> values) {
    boolean scalar = field.type() instanceof PrimitiveType || field.type() instanceof DecimalType;
    Vector vector =
        scalar
            ? TestVectors.of(field.type(), values, false)
            : Vector.constant(field.type(), null, values.size());
    List<Field> moreFields = new ArrayList<>(fields);
    moreFields.add(field);
    List<Vector> moreVectors = new ArrayList<>(vectors);
    moreVectors.add(vector);
    return new ExpressionRow(moreFields, moreVectors);
  }

  StructType columns() {
    return new StructType(fields);
  }

  Batch batch() {
    return new Batch(columns(), vectors, vectors.get(0).size());
  }

  BoundExpression bind(String text) {
    return Expression.parse(text).bind(columns());
  }

  /** The text of the value in the first row. */
  String evaluate(BoundExpression bound) {
    return texts(bound.evaluate(batch())).get(0);
  }

  List<String> evaluateAll(String text) {
    return texts(bind(text).evaluate(batch()));
  }

  /** The numbers of the rows that pass a condition. */
  List<Integer> passing(String condition) {
    Selection selection = Predicate.parse(condition).bind(columns()).evaluate(batch());
    return Arrays.stream(selection.rows()).limit(selection.count()).boxed().toList();
  }

  static List<String> texts(Vector vector) {
    return IntStream.range(0, vector.size())
        .mapToObj(
            i -> vector.isNull(i) ? "null" : ValueText.format(vector.type(), vector.canonicalAt(i)))
        .toList();
  }
}
