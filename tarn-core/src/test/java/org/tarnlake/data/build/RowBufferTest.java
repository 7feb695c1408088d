package org.tarnlake.data.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BytesVector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

class RowBufferTest {
  private static final StructType TYPE =
      new StructType(
          List.of(
              Field.required("id", DataType.INT),
              Field.optional("name", DataType.STRING),
              Field.optional(
                  "points",
                  DataType.list(
                      DataType.struct(
                          Field.required("x", DataType.INT),
                          Field.optional("t", DataType.STRING))))));

  @Test
  void nothingRemainsOfARefusedRow() {
    RowBuffer rows = new RowBuffer(TYPE);
    rows.append(1, "a", List.of(List.of(1, "p")));
    assertRefused(rows, "column 'points.element.x': 'y' of class String is no int", 2, "b", "y");
    assertRefused(rows, "column 'name': 7 of class Integer", 2, 7, 1);
    assertRefused(rows, "column 'id' must not be null", null, "b", 1);
    assertThatThrownBy(() -> rows.append(2, "b", List.of(List.of(1, "ok"), List.of(2, "\uD800"))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("not valid Unicode");
    rows.append(3, "c", List.of(List.of(5, "q"), List.of(6, "r")));
    assertThat(texts(rows.toBatch()))
        .containsExactly(
            "{id=1, name=a, points=[{x=1, t=p}]}",
            "{id=3, name=c, points=[{x=5, t=q}, {x=6, t=r}]}");
  }

  private static void assertRefused(
      RowBuffer rows, String message, Object id, Object name, Object x) {
    assertThatThrownBy(() -> rows.append(id, name, List.of(Map.of("x", x))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(message.replace("7 of class", "'7' of class"));
  }

  /** A text for a column of bytes got past the check, and its row failed with a cast. */
  @Test
  void aTextIsNoBytes() {
    StructType type = new StructType(List.of(Field.optional("raw", DataType.BINARY)));
    assertThatThrownBy(() -> new RowBuffer(type).append("00ff"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("column 'raw': '00ff' of class String is no binary; pass a byte[]");
  }

  @Test
  void aRowOfAnotherArityIsRefused() {
    assertThatThrownBy(() -> new RowBuffer(TYPE).append(1, "a"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("a row of 2 values for 3 columns; pass one value for each of id, name, points");
  }

  @Test
  void aBatchHandedOutStaysAsItIs() {
    RowBuffer rows = new RowBuffer(TYPE);
    rows.append(1, "a", null);
    Batch first = rows.toBatch();
    rows.append(2, null, List.of());
    Batch second = rows.toBatch();
    rows.clear();
    rows.append(9, "z", List.of(List.of(9, "z")));
    assertThat(texts(first)).containsExactly("{id=1, name=a, points=null}");
    assertThat(texts(second))
        .containsExactly("{id=1, name=a, points=null}", "{id=2, name=null, points=[]}");
    assertThat(texts(rows.toBatch())).containsExactly("{id=9, name=z, points=[{x=9, t=z}]}");
    assertThat(rows.rowCount()).isEqualTo(1);
  }

  @Test
  void stringsThatRepeatAreKeptOnceAndOthersAreNot() {
    StructType type =
        new StructType(
            List.of(
                Field.optional("few", DataType.STRING), Field.optional("many", DataType.STRING)));
    RowBuffer rows = new RowBuffer(type);
    for (int i = 0; i < 20_000; i++) {
      rows.append(i % 10 == 0 ? null : "f" + i % 1000, "m" + i);
    }
    Batch batch = rows.toBatch();
    assertThat(((BytesVector) batch.vector(0)).isDictionary()).isTrue();
    assertThat(((BytesVector) batch.vector(1)).isDictionary()).isFalse();
    for (int i = 0; i < 20_000; i++) {
      assertThat(batch.vector(0).valueAt(i)).isEqualTo(i % 10 == 0 ? null : "f" + i % 1000);
      assertThat(batch.vector(1).valueAt(i)).isEqualTo("m" + i);
    }
  }

  @Test
  void aStringWithHalfASurrogatePairIsRefusedAndAQuestionMarkIsNot() {
    RowBuffer rows = new RowBuffer(TYPE);
    rows.append(1, "what?", null);
    assertThatThrownBy(() -> rows.append(2, "a\uDC00b", null))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "column 'name': a string of 3 characters is not valid Unicode: it has half of a"
                + " surrogate pair");
    assertThat(texts(rows.toBatch())).containsExactly("{id=1, name=what?, points=null}");
  }

  @Test
  void theSizeGrowsWithTheRows() {
    RowBuffer rows = new RowBuffer(TYPE);
    rows.append(1, "x".repeat(1000), null);
    long one = rows.sizeBytes();
    assertThat(one).isBetween(1000L, 1100L);
    rows.append(2, "y".repeat(1000), Arrays.asList(List.of(1, "z")));
    assertThat(rows.sizeBytes()).isGreaterThan(one + 1000);
  }

  private static List<String> texts(Batch batch) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < batch.rowCount(); i++) {
      texts.add(batch.row(i).toString());
    }
    return texts;
  }
}
