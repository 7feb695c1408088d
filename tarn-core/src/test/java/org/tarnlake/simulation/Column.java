package org.tarnlake.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/**
 * A column of a table behind its first two, which some client added. Immutable.
 *
 * @param birth tells it from other columns of its name; it is the column's comment, which goes with
 *     it wherever it goes
 * @param isLong whether it has been made wider than int
 */
record Column(long birth, String name, boolean isLong) {
  private static final String COMMENT = "comment";

  /** What only a wider column holds. */
  private static final long BEYOND_INT = 1L << 40;

  /** The columns behind the first two. */
  static List<Column> of(StructType type) {
    List<Column> columns = new ArrayList<>();
    for (Field field : type.fields().subList(2, type.fields().size())) {
      long birth = Long.parseLong(String.valueOf(field.metadata().get(COMMENT)));
      columns.add(new Column(birth, field.name(), field.type().equals(DataType.LONG)));
    }
    return columns;
  }

  Field field() {
    Map<String, Object> metadata = Map.of(COMMENT, Objects.requireNonNull(Long.toString(birth)));
    return new Field(name, isLong ? DataType.LONG : DataType.INT, true, metadata);
  }

  Column named(String other) {
    return new Column(birth, other, isLong);
  }

  Column widened() {
    return new Column(birth, name, true);
  }

  /** What it holds in a new row that is told by a value. */
  long valueFor(long value) {
    return isLong ? value + BEYOND_INT : value;
  }
}
