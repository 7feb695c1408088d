package org.tarnlake.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;
import org.tarnlake.json.JsonWriter;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.Expression;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.predicate.Range;
import org.tarnlake.predicate.Selection;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BooleanVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.TableName;
import org.tarnlake.schema.Untyped;

/** What people and programs write. Stateless. */
final class TextTargets {
  private static final Batch NULLS =
      new Batch(
          TableTargets.COLUMNS,
          TableTargets.COLUMNS.fields().stream()
              .map(field -> Vector.constant(field.type(), null, 2))
              .toList(),
          2);

  private TextTargets() {}

  /** A condition: its text says the same, and it can be bound, pruned with and evaluated. */
  static void predicate(byte[] input) {
    Predicate predicate;
    try {
      predicate = Predicate.parse(new String(input, UTF_8));
    } catch (InvalidDataException e) {
      assertThat(e.getMessage()).isNotEmpty();
      return;
    }
    try {
      String text = predicate.text();
      Predicate again = Predicate.parse(text);
      assertThat(again.text()).isEqualTo(text);
      BoundPredicate bound = predicate.bind(TableTargets.COLUMNS);
      BoundPredicate boundAgain = again.bind(TableTargets.COLUMNS);
      assertThat(boundAgain.columns()).isEqualTo(bound.columns());
      assertThat(rows(boundAgain)).isEqualTo(rows(bound));
      BooleanVector truth =
          (BooleanVector) Expression.of(predicate).bind(TableTargets.COLUMNS).evaluate(NULLS);
      assertThat(rows(bound))
          .isEqualTo(IntStream.range(0, 2).filter(i -> isTrue(truth, i)).boxed().toList());
      bound.mayMatch(path -> new Range(null, null, 0, 2).withNanPossible());
      if (!bound.mayMatch(path -> new Range(null, null, 2, 2))) {
        assertThat(rows(bound)).isEmpty();
      }
    } catch (InvalidDataException e) {
      // A type that does not fit, or operands that nest a level deeper than their text did.
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  private static boolean isTrue(BooleanVector truth, int i) {
    return !truth.isNull(i) && truth.booleanAt(i);
  }

  private static List<Integer> rows(BoundPredicate bound) {
    Selection rows = bound.evaluate(NULLS);
    return IntStream.of(Arrays.copyOf(rows.rows(), rows.count())).boxed().toList();
  }

  static void tableName(byte[] input) {
    try {
      TableName name = TableName.parse(new String(input, UTF_8));
      assertThat(TableName.parse(name.toString())).isEqualTo(name);
      assertThat(name.key()).isEqualTo(TableName.parse(name.toString()).key());
    } catch (InvalidDataException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  /** A scalar in a column without a type. */
  static void untyped(byte[] input) {
    String text = new String(input, UTF_8);
    Object value = Untyped.decode(text);
    Object again = Untyped.decode(Untyped.encode(value));
    if (value instanceof BigDecimal decimal) {
      // Others may have written what Tarn writes as a shorter double.
      assertThat(new BigDecimal(again.toString())).isEqualByComparingTo(decimal);
    } else {
      assertThat(again).isEqualTo(value);
    }
    assertThat(Untyped.decode(Untyped.encode(text))).isEqualTo(text);
  }

  /** JSON, as one object, as a stream of them, and as any value. */
  static void json(byte[] input) {
    try {
      Map<String, Object> object = JsonReader.parseObject(new String(input, UTF_8));
      assertStable(object);
    } catch (JsonFormatException e) {
      assertThat(e.getMessage()).isNotNull();
    }
    try {
      JsonReader reader = JsonReader.of(new ByteArrayInputStream(input));
      while (reader.nextObject()) {
        assertStable(reader.currentObject());
      }
    } catch (JsonFormatException e) {
      assertThat(e.getMessage()).isNotNull();
    }
    try {
      JsonReader reader = JsonReader.of(input);
      Object value = reader.value();
      reader.requireEnd();
      assertStable(value);
    } catch (JsonFormatException e) {
      assertThat(e.getMessage()).isNotNull();
    }
  }

  private static void assertStable(Object value) {
    String written = JsonWriter.text(value);
    assertThat(JsonWriter.text(JsonReader.of(written).value())).isEqualTo(written);
  }
}
