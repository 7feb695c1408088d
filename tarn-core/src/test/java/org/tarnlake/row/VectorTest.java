package org.tarnlake.row;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.StructType;

class VectorTest {

  private static final boolean[] SECOND_IS_NULL = {false, true, false};

  @Test
  void selectingKeepsTheRowsInOrderAndTheirNulls() {
    LongVector numbers =
        new LongVector(DataType.LONG, new long[] {10, 0, 30}, 3, SECOND_IS_NULL.clone());
    Vector kept = numbers.select(new int[] {2, 1, 9}, 2);
    assertThat(kept.size()).isEqualTo(2);
    assertThat(kept.valueAt(0)).isEqualTo(30L);
    assertThat(kept.valueAt(1)).isNull();
  }

  @Test
  void selectingOnlyPresentValuesLeavesNoNulls() {
    LongVector numbers =
        new LongVector(DataType.LONG, new long[] {10, 0, 30}, 3, SECOND_IS_NULL.clone());
    assertThat(numbers.hasNulls()).isTrue();
    assertThat(numbers.select(new int[] {0, 2}, 2).hasNulls()).isFalse();
  }

  @Test
  void slicingFromTheMiddleShiftsValuesAndNulls() {
    for (Vector vector :
        List.of(
            new BooleanVector(new boolean[] {true, true, true}, 3, SECOND_IS_NULL),
            new IntVector(DataType.INT, new int[] {1, 2, 3}, 3, SECOND_IS_NULL),
            new LongVector(DataType.LONG, new long[] {1, 2, 3}, 3, SECOND_IS_NULL),
            new FloatVector(new float[] {1, 2, 3}, 3, SECOND_IS_NULL),
            new DoubleVector(new double[] {1, 2, 3}, 3, SECOND_IS_NULL),
            new DecimalVector(new DecimalType(5, 1), new long[] {1, 2, 3}, 3, SECOND_IS_NULL),
            new DecimalVector(new DecimalType(30, 0), bigs(1, 2, 3), 3, SECOND_IS_NULL),
            strings("a", "b", "c"))) {
      Vector slice = vector.slice(1, 2);
      assertThat(slice.size()).isEqualTo(2);
      assertThat(slice.isNull(0)).as(vector.type().text()).isTrue();
      assertThat(slice.valueAt(1)).as(vector.type().text()).isEqualTo(vector.valueAt(2));
    }
  }

  @Test
  void aDictionaryMakesEachStringOnce() {
    BytesVector entries = strings("red", "blue");
    BytesVector colours = new BytesVector(entries, new int[] {1, 0, 1}, 3, null);
    assertThat(colours.stringAt(0)).isEqualTo("blue").isSameAs(colours.stringAt(2));
    assertThat(colours.stringAt(1)).isEqualTo("red");
    assertThat(colours.select(new int[] {2}, 1).stringAt(0)).isSameAs(colours.stringAt(0));
    assertThat(colours.bytesAt(1)).isEqualTo("red".getBytes(UTF_8));
    assertThat(colours.endAt(0) - colours.startAt(0)).isEqualTo(4);
  }

  @Test
  void timesAndDatesAreReturnedAsJavaTimeAndKeptAsNumbers() {
    IntVector days = new IntVector(DataType.DATE, new int[] {-1}, 1, null);
    LongVector points = new LongVector(DataType.TIMESTAMP, new long[] {-1}, 1, null);
    LongVector locals = new LongVector(DataType.TIMESTAMP_NTZ, new long[] {-1}, 1, null);
    assertThat(days.valueAt(0)).isEqualTo(LocalDate.of(1969, 12, 31));
    assertThat(days.canonicalAt(0)).isEqualTo(-1);
    assertThat(points.valueAt(0)).isEqualTo(Instant.parse("1969-12-31T23:59:59.999999Z"));
    assertThat(points.canonicalAt(0)).isEqualTo(-1L);
    assertThat(locals.valueAt(0)).isEqualTo(LocalDateTime.parse("1969-12-31T23:59:59.999999"));
  }

  @Test
  void nestedValuesAreRowsListsAndMaps() {
    StructType type = new StructType(List.of(Field.optional("n", DataType.INT)));
    IntVector numbers = new IntVector(DataType.INT, new int[] {7, 8, 9}, 3, SECOND_IS_NULL);
    StructVector structs = new StructVector(type, new Vector[] {numbers}, 3, null);
    assertThat(((Row) structs.valueAt(0)).getInt("N")).isEqualTo(7);
    assertThat((Object[]) structs.canonicalAt(1)).containsExactly((Object) null);

    ListVector lists =
        new ListVector(
            new ListType(DataType.INT, true),
            numbers,
            new int[] {0, 0, 1},
            new int[] {0, 1, 3},
            3,
            null);
    assertThat(lists.valueAt(0)).isEqualTo(List.of());
    assertThat(lists.valueAt(1)).isEqualTo(List.of(7));
    assertThat(lists.select(new int[] {2}, 1).valueAt(0)).isEqualTo(Arrays.asList(null, 9));
    assertThat(lists.slice(1, 2).canonicalAt(1)).isEqualTo(Arrays.asList(null, 9));

    MapVector maps =
        new MapVector(
            new MapType(DataType.STRING, DataType.INT, true),
            strings("a", "b", "c").select(new int[] {0, 2, 0}, 3),
            numbers,
            new int[] {0},
            new int[] {2},
            1,
            null);
    assertThat(maps.valueAt(0)).asString().isEqualTo("{a=7, c=null}");
    assertThat(maps.select(new int[] {0}, 1).canonicalAt(0)).asString().isEqualTo("{a=7, c=null}");
  }

  @Test
  void aConstantRepeatsItsValue() {
    Map<DataType, Object> values =
        Map.ofEntries(
            Map.entry(DataType.BOOLEAN, true),
            Map.entry(DataType.BYTE, 1),
            Map.entry(DataType.SHORT, 2),
            Map.entry(DataType.INT, 3),
            Map.entry(DataType.LONG, 4L),
            Map.entry(DataType.FLOAT, 5f),
            Map.entry(DataType.DOUBLE, 6d),
            Map.entry(DataType.STRING, "seven"),
            Map.entry(DataType.BINARY, new byte[] {8}),
            Map.entry(DataType.DATE, 9),
            Map.entry(DataType.TIMESTAMP, 10L),
            Map.entry(DataType.TIMESTAMP_NTZ, 11L),
            Map.entry(DataType.decimal(18, 2), new BigDecimal("12.00")),
            Map.entry(DataType.decimal(38, 2), new BigDecimal("13.00")));
    values.forEach(
        (type, value) -> {
          Vector vector = Vector.constant(type, value, 3);
          assertThat(vector.size()).isEqualTo(3);
          assertThat(vector.hasNulls()).isFalse();
          assertThat(vector.canonicalAt(2)).isEqualTo(value);
        });
  }

  @Test
  void aConstantNullIsOfAnyType() {
    DataType nested =
        DataType.struct(
            Field.optional("l", DataType.list(DataType.INT)),
            Field.optional("m", DataType.map(DataType.STRING, DataType.decimal(38, 0))));
    for (DataType type : List.of(DataType.STRING, DataType.decimal(5, 0), nested)) {
      Vector vector = Vector.constant(type, null, 2);
      assertThat(vector.type()).isEqualTo(type);
      assertThat(vector.valueAt(1)).isNull();
      assertThat(vector.select(new int[] {1}, 1).canonicalAt(0)).isNull();
    }
  }

  @Test
  void askingForAnotherKindOfValueIsRefused() {
    Vector numbers = new IntVector(DataType.INT, new int[1], 1, null);
    assertThatThrownBy(() -> numbers.stringAt(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a vector of type int has no string values");
    Vector binary = Vector.constant(DataType.BINARY, new byte[1], 1);
    assertThatThrownBy(() -> binary.stringAt(0)).isInstanceOf(IllegalArgumentException.class);
  }

  private static BigDecimal[] bigs(long... values) {
    return Arrays.stream(values).mapToObj(BigDecimal::valueOf).toArray(BigDecimal[]::new);
  }

  private static BytesVector strings(String... texts) {
    byte[] data = String.join("", texts).getBytes(UTF_8);
    int[] starts = new int[texts.length];
    int[] ends = new int[texts.length];
    int at = 0;
    for (int i = 0; i < texts.length; i++) {
      starts[i] = at;
      at += texts[i].getBytes(UTF_8).length;
      ends[i] = at;
    }
    boolean[] nulls = texts.length == 3 ? SECOND_IS_NULL : null;
    return new BytesVector(DataType.STRING, data, starts, ends, texts.length, nulls);
  }
}
