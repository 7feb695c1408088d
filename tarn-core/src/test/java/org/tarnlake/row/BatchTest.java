package org.tarnlake.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

class BatchTest {
  private static final StructType TYPE =
      new StructType(
          List.of(
              Field.required("id", DataType.LONG),
              Field.optional("small", DataType.INT),
              Field.untyped("any")));

  private static Batch batch() {
    return new Batch(
        TYPE,
        List.of(
            new LongVector(DataType.LONG, new long[] {1, 2, 3}, 3, null),
            new IntVector(DataType.INT, new int[] {4, 0, 6}, 3, new boolean[] {false, true, false}),
            Vector.constant(DataType.STRING, "42", 3)),
        3);
  }

  @Test
  void aRowReadsItsFieldsByOrdinalAndByNameIgnoringCase() {
    Row row = batch().row(2);
    assertThat(row.getLong(0)).isEqualTo(3);
    assertThat(row.getLong("SMALL")).isEqualTo(6);
    assertThat(row.get("id")).isEqualTo(3L);
    assertThat(row).hasToString("{id=3, small=6, any=42}");
  }

  @Test
  void aNullIsSeenAsSuchAndRefusedAsAPrimitive() {
    Row row = batch().row(1);
    assertThat(row.isNull("small")).isTrue();
    assertThat(row.get("small")).isNull();
    assertThatThrownBy(() -> row.getInt("small"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("column 'small' is null; ask isNull first");
  }

  @Test
  void anAccessorOfAnotherTypeIsRefusedByName() {
    Row row = batch().row(0);
    assertThatThrownBy(() -> row.getInt("id"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("column 'id' is of type long, not int");
    assertThatThrownBy(() -> row.getString("id")).isInstanceOf(InvalidDataException.class);
    assertThatThrownBy(() -> row.getList("id")).isInstanceOf(InvalidDataException.class);
    assertThatThrownBy(() -> row.get(3))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("no column 3; there are 3, counted from 0");
    assertThatThrownBy(() -> row.get("price"))
        .hasMessage("there is no column 'price'; the columns are id, small, any");
  }

  @Test
  void anUntypedFieldYieldsItsScalarAndWhatItMayBeReadAs() {
    Row row = batch().row(0);
    assertThat(row.get("any")).isEqualTo(42L);
    assertThat(row.getInt("any")).isEqualTo(42);
    assertThat(row.getDouble("any")).isEqualTo(42.0);
    assertThat(row.getDecimal("any")).isEqualTo(new BigDecimal("42"));
    assertThat(row.getString("any")).isEqualTo("42");
    assertThatThrownBy(() -> row.getBoolean("any"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("column 'any': '42' of class Long is no boolean; pass a Boolean");
  }

  @Test
  void aCursorWalksOverBatchesWithoutNewRows() {
    BatchRow row = new BatchRow(TYPE);
    row.moveTo(batch(), 0);
    assertThat(row.getLong(0)).isEqualTo(1);
    row.moveTo(1);
    assertThat(row.getLong(0)).isEqualTo(2);
    row.moveTo(batch().slice(2, 1), 0);
    assertThat(row.getLong(0)).isEqualTo(3);
  }

  @Test
  void partsOfABatchKeepTheRowsAskedFor() {
    assertThat(batch().select(new int[] {2, 0}, 2).row(1)).hasToString("{id=1, small=4, any=42}");
    assertThat(batch().limit(1).rowCount()).isEqualTo(1);
    assertThat(batch().limit(9).rowCount()).isEqualTo(3);
    assertThat(batch().slice(1, 2).row(1)).hasToString("{id=3, small=6, any=42}");
    assertThatThrownBy(() -> batch().slice(2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> batch().row(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aVectorOfAnotherTypeOrSizeIsRefused() {
    StructType type = new StructType(List.of(Field.required("id", DataType.LONG)));
    Vector wrong = Vector.constant(DataType.INT, 1, 2);
    assertThatThrownBy(() -> new Batch(type, List.of(wrong), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("column 'id' of 2 rows of type long has a vector of 2 values of type int");
  }
}
