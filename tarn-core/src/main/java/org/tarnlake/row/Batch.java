package org.tarnlake.row;

import java.util.List;
import org.tarnlake.argument.Argument;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.StructType;

/** Some consecutive rows, by column. Immutable. */
public final class Batch {
  private final StructType type;
  private final Vector[] vectors;
  private final int rowCount;

  /**
   * @param type names the columns
   * @param vectors one for each column, of its type and of {@code rowCount} values
   */
  public Batch(StructType type, List<Vector> vectors, int rowCount) {
    this(
        Argument.require(type, "type", "a StructType"),
        Argument.copy(vectors, "vectors", "Vectors").toArray(Vector[]::new),
        rowCount);
    if (vectors.size() != type.size()) {
      throw new IllegalArgumentException(vectors.size() + " vectors for the columns " + type);
    }
    for (int c = 0; c < type.size(); c++) {
      Vector vector = vectors.get(c);
      if (vector.size() != rowCount || !vector.type().equals(type.field(c).type())) {
        throw new IllegalArgumentException(
            "column '%s' of %s rows of type %s has a vector of %s values of type %s"
                .formatted(
                    type.field(c).name(),
                    rowCount,
                    type.field(c).type().text(),
                    vector.size(),
                    vector.type().text()));
      }
    }
  }

  private Batch(StructType type, Vector[] vectors, int rowCount) {
    this.type = type;
    this.vectors = vectors;
    this.rowCount = rowCount;
  }

  public StructType type() {
    return type;
  }

  public int rowCount() {
    return rowCount;
  }

  public Vector vector(int ordinal) {
    return vectors[ordinal];
  }

  /**
   * The vector of a column, its name compared ignoring case.
   *
   * @throws InvalidDataException if there is none of that name
   */
  public Vector vector(String name) {
    Argument.require(name, "name", "a name");
    int ordinal = type.indexOf(name);
    if (ordinal < 0) {
      throw RowValues.noColumn(name, type);
    }
    return vectors[ordinal];
  }

  /** The rows at the first {@code count} positions of {@code rows}, in that order. */
  public Batch select(int[] rows, int count) {
    Argument.require(rows, "rows", "an int array");
    Vector[] kept = new Vector[vectors.length];
    for (int c = 0; c < kept.length; c++) {
      kept[c] = vectors[c].select(rows, count);
    }
    return new Batch(type, kept, count);
  }

  /** The {@code count} rows from {@code from} on. */
  public Batch slice(int from, int count) {
    if (from < 0 || count < 0 || from > rowCount - count) {
      throw new IndexOutOfBoundsException(
          "rows %s to %s of %s".formatted(from, (long) from + count, rowCount));
    }
    Vector[] kept = new Vector[vectors.length];
    for (int c = 0; c < kept.length; c++) {
      kept[c] = vectors[c].slice(from, count);
    }
    return new Batch(type, kept, count);
  }

  /** The first {@code count} rows, or all if there are fewer. */
  public Batch limit(int count) {
    return count >= rowCount ? this : slice(0, count);
  }

  /**
   * One row; it stays as it is. {@link BatchRow} walks over many without making an object for each.
   */
  public Row row(int i) {
    if (i < 0 || i >= rowCount) {
      throw new IndexOutOfBoundsException("row %s of %s".formatted(i, rowCount));
    }
    return new BatchRow(type, vectors, i);
  }

  Vector[] vectors() {
    return vectors;
  }

  @Override
  public String toString() {
    return rowCount + " rows of " + type;
  }
}
