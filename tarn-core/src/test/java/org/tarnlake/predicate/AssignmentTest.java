package org.tarnlake.predicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.predicate.ExpressionEvaluationTest.ROW;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.row.Batch;
import org.tarnlake.row.ListVector;
import org.tarnlake.row.MapVector;
import org.tarnlake.row.StructVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;

/** What becomes of a value that is stored in a column of another type. */
class AssignmentTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // expression | column | value
        "n + 1            | c byte          | 8",
        "small            | c long          | 100",
        "n                | c double        | 7.0",
        "n                | c float         | 7.0",
        "n * 100          | c decimal(5,2)  | 700.00",
        "d * 2            | c int           | 5",
        "d                | c float         | 2.5",
        "d / 3            | c decimal(5,3)  | 0.833",
        "-d / 4           | c decimal(5,2)  | -0.63",
        "f                | c decimal(5,3)  | 0.100",
        "f                | c double        | 0.10000000149011612",
        "price * 1.1      | c decimal(9,2)  | 10.99",
        "price * -1.1     | c decimal(9,2)  | -10.99",
        "price * 1.001    | c decimal(9,2)  | 10.00",
        "price            | c decimal(20,4) | 9.9900",
        "price * 100      | c int           | 999",
        "price            | c double        | 9.99",
        "wide             | c decimal(22,1) | 12345678901234567890.0",
        "s                | c string        | abc",
        "s                | c any           | abc",
        "'5'              | c any           | \"5\"",
        "n * 2            | c any           | 14",
        "t                | c any           | true",
        "any              | c any           | 5",
        "NULL             | c struct<x:int> | null",
        "none + 1         | c byte          | null",
        "NULL             | c byte          | null",
        "TIMESTAMP '2024-05-01 10:00:00' | c timestamp | 2024-05-01 10:00:00Z",
        "day              | c date          | 2024-02-28",
      })
  void aValueBecomesOneOfTheColumn(String text, String column, String value) {
    Field field = Schema.parse(column).columns().field(0);
    BoundExpression bound = ROW.bind(text).assignedTo(field);
    Vector vector = bound.evaluate(ROW.batch());
    assertThat(bound.type()).isEqualTo(field.type());
    assertThat(vector.type()).isEqualTo(field.type());
    assertThat(ExpressionRow.texts(vector)).containsExactly(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "n * 100   | c byte         | column 'c' is byte: 700, the value of n * 100, is beyond byte",
        "-n * 20   | c byte         | -140, the value of -n * 20, is beyond byte",
        "big       | c int          | 9223372036854775807, the value of big, is beyond int",
        "d         | c int          | column 'c' is int: 2.5, the value of d, has a fraction; write round(d)",
        "price     | c long         | column 'c' is long: 9.99, the value of price, has a fraction; write round(price)",
        "nan       | c int          | NaN, the value of nan, is beyond int",
        "d * 1e20  | c long         | 2.5E20, the value of d * 100000000000000000000, is beyond long",
        "wide      | c long         | 12345678901234567890.0123456789, the value of wide, is beyond long",
        "nan       | c decimal(5,2) | NaN, the value of nan, is beyond decimal(5,2)",
        "n * 1000  | c decimal(5,2) | 7000, the value of n * 1000, is beyond decimal(5,2)",
        "price * 100 | c decimal(4,2) | 999.00, the value of price * 100, is beyond decimal(4,2)",
        "-price * 100 | c decimal(4,2) | -999.00, the value of -price * 100, is beyond decimal(4,2)",
        "price * 1.001 | c decimal(3,2) | 9.99999, the value of price * 1.001, is beyond decimal(3,2)",
        "d * 1e39  | c float        | 2.4999999999999998E39, the value of d * 1000000000000000000000000000000000000000, is beyond float",
      })
  void whatDoesNotFitIsAnErrorThatNamesColumnAndValue(String text, String column, String error) {
    Field field = Schema.parse(column).columns().field(0);
    BoundExpression bound = ROW.bind(text).assignedTo(field);
    assertThatThrownBy(() -> bound.evaluate(ROW.batch()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "n       | c string    | column 'c' is string and takes no int; write cast(n as string)",
        "s       | c int       | column 'c' is int and takes no string; write cast(s as int)",
        "'5'     | c int       | column 'c' is int and takes no string; write a number without quotes",
        "'x'     | c date      | column 'c' is date and takes no string; write DATE '2024-05-01'",
        "'x'     | c timestamp | write TIMESTAMP '2024-05-01 10:00:00'",
        "t       | c int       | column 'c' is int and takes no boolean",
        "day     | c timestamp | column 'c' is timestamp and takes no date; write cast(day as timestamp)",
        "local   | c timestamp | takes no timestamp_ntz",
        "any     | c int       | column 'c' is int and takes nothing untyped; write cast(any as int)",
        "any     | c string    | takes nothing untyped; write cast(any as string)",
        "day     | c any       | column 'c' is untyped and takes no date; write cast(day as string)",
        "tags    | c list<int> | column 'c' is list<int> and takes no list<string>",
      })
  void otherTypesHaveToBeCast(String text, String column, String error) {
    Field field = Schema.parse(column).columns().field(0);
    assertThatThrownBy(() -> ROW.bind(text).assignedTo(field))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(error);
  }

  /** Fields of two columns differ in the ids that are noted beside them, if in nothing else. */
  @Test
  void nestedValuesPassIntoAColumnOfTheSameFields() {
    StructType inner =
        new StructType(
            List.of(
                new Field("x", DataType.INT, true, Map.of("tarn.fieldId", 1L)),
                Field.optional("deep", DataType.struct(Field.required("y", DataType.STRING)))));
    DataType list = DataType.list(inner);
    DataType map = DataType.map(DataType.STRING, inner);
    StructVector structs =
        new StructVector(
            inner,
            new Vector[] {
              TestVectors.of(DataType.INT, Arrays.asList(7, null), false),
              TestVectors.of(inner.field(1).type(), Arrays.asList(new Object[] {"a"}, null), false)
            },
            2,
            null);
    Vector keys = TestVectors.of(DataType.STRING, List.of("k", "l"), false);
    int[] starts = {0};
    int[] ends = {2};
    StructType columns =
        new StructType(
            List.of(
                Field.optional("s", inner), Field.optional("l", list), Field.optional("m", map)));
    Batch batch =
        new Batch(
            columns,
            List.of(
                structs.slice(0, 1),
                new ListVector((ListType) list, structs, starts, ends, 1, null),
                new MapVector((MapType) map, keys, structs, starts, ends, 1, null)),
            1);
    StructType other =
        new StructType(
            List.of(
                new Field("x", DataType.INT, false, Map.of("tarn.fieldId", 5L)),
                Field.required("deep", DataType.struct(Field.optional("y", DataType.STRING)))));
    for (String name : List.of("s", "l", "m")) {
      DataType type =
          name.equals("s")
              ? other
              : name.equals("l")
                  ? new ListType(other, false)
                  : new MapType(DataType.STRING, other, false);
      BoundExpression bound =
          Expression.column(name).bind(columns).assignedTo(Field.optional("c", type));
      Vector values = bound.evaluate(batch);
      assertThat(values.type()).isEqualTo(type);
      assertThat(String.valueOf(values.valueAt(0)))
          .isEqualTo(String.valueOf(batch.vector(name).valueAt(0)));
      assertThat(new Batch(new StructType(List.of(Field.optional("c", type))), List.of(values), 1))
          .isNotNull();
      Field wrong = Field.optional("c", DataType.struct(Field.optional("z", DataType.INT)));
      assertThatThrownBy(() -> Expression.column(name).bind(columns).assignedTo(wrong))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("column 'c' is struct<z:int> and takes no ");
    }
  }

  /** Whether a column takes a null is for whoever writes the row to say. */
  @Test
  void nullIsNotRefusedHere() {
    Field required = Field.required("c", DataType.LONG);
    assertThat(ROW.bind("none").assignedTo(required).evaluate(ROW.batch()).isNull(0)).isTrue();
  }
}
