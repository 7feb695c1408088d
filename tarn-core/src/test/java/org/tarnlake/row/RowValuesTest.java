package org.tarnlake.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.MapType;
import org.tarnlake.schema.StructType;

class RowValuesTest {
  private static final DataType POINT =
      DataType.struct(Field.required("x", DataType.INT), Field.optional("y", DataType.LONG));

  @Test
  void aStructIsAcceptedByNameOrByPosition() {
    StructType type = (StructType) POINT;
    Batch batch =
        new Batch(
            type,
            List.of(Vector.constant(DataType.INT, 1, 1), Vector.constant(DataType.LONG, 2L, 1)),
            1);
    for (Object given :
        List.of(new Object[] {1, 2}, List.of((byte) 1, 2), Map.of("Y", 2, "X", 1), batch.row(0))) {
      assertThat((Object[]) RowValues.canonical(POINT, given)).containsExactly(1, 2L);
    }
    assertThat((Object[]) RowValues.canonical(POINT, Map.of("x", 1))).containsExactly(1, null);
  }

  @Test
  void listsAndMapsBecomeCanonicalInside() {
    assertThat(
            RowValues.canonical(
                DataType.list(DataType.DATE), Arrays.asList(LocalDate.EPOCH.plusDays(3), null)))
        .isEqualTo(Arrays.asList(3, null));
    assertThat(RowValues.canonical(DataType.list(DataType.LONG), new Object[] {1}))
        .isEqualTo(List.of(1L));
    assertThat(RowValues.canonical(DataType.list(DataType.LONG), Set.of(5))).isEqualTo(List.of(5L));
    assertThat(RowValues.canonical(DataType.map(DataType.STRING, DataType.LONG), Map.of("a", 1)))
        .isEqualTo(Map.of("a", 1L));
  }

  @Test
  void theMessageNamesThePathInsideTheValue() {
    Field column =
        Field.optional("a", DataType.struct(Field.optional("b", DataType.list(DataType.INT))));
    assertThatThrownBy(() -> RowValues.canonical(column, Map.of("b", List.of(1, "2"))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("column 'a.b.element': '2' of class String is no int; pass an integer");
  }

  @Test
  void nullsAreRefusedAtEveryDepth() {
    Field column =
        Field.optional(
            "c",
            DataType.struct(
                Field.optional("point", POINT),
                Field.optional("list", new ListType(DataType.INT, false)),
                Field.optional("map", new MapType(DataType.STRING, DataType.INT, false))));
    Map<String, Object> nullKey = new LinkedHashMap<>();
    nullKey.put(null, 1);
    Map<String, Object> nullValue = new LinkedHashMap<>();
    nullValue.put("k", null);
    assertNullRefused(column, Map.of("point", Map.of()), "c.point.x");
    assertNullRefused(column, Map.of("list", Arrays.asList(1, null)), "c.list.element");
    assertNullRefused(column, Map.of("map", nullKey), "c.map.key");
    assertNullRefused(column, Map.of("map", nullValue), "c.map.value");
    assertNullRefused(Field.required("d", DataType.INT), null, "d");
    assertThat(RowValues.canonical(column, null)).isNull();
  }

  private static void assertNullRefused(Field column, Object value, String path) {
    assertThatThrownBy(() -> RowValues.canonical(column, value))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith("column '" + path + "' must not be null");
  }

  @Test
  void aStructOfOtherFieldsIsRefused() {
    assertThatThrownBy(() -> RowValues.canonical(POINT, Map.of("z", 1)))
        .hasMessage("column 'value' has no field 'z'; its fields are x, y");
    assertThatThrownBy(() -> RowValues.canonical(POINT, List.of(1)))
        .hasMessage("column 'value': 1 values for the 2 fields [x, y]; pass one for each");
    assertThatThrownBy(() -> RowValues.canonical(POINT, 1))
        .hasMessageContaining("pass a Row, Map, List or Object[]");
  }

  @Test
  void keysThatBecomeEqualAreRefused() {
    Map<Object, Object> twice = new LinkedHashMap<>();
    twice.put(1, "a");
    twice.put(1L, "b");
    assertThatThrownBy(
            () -> RowValues.canonical(DataType.map(DataType.LONG, DataType.STRING), twice))
        .hasMessage("column 'value.key': the key 1 stands twice; pass each once");
  }

  @Test
  void anUntypedColumnTakesAnyScalar() {
    assertThat(RowValues.canonical(Field.untyped("u"), 42)).isEqualTo("42");
    assertThat(RowValues.canonical(Field.untyped("u"), "42")).isEqualTo("\"42\"");
    assertThat(RowValues.canonical(Field.untyped("u"), null)).isNull();
  }
}
