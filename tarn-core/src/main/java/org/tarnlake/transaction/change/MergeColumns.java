package org.tarnlake.transaction.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.row.Batch;
import org.tarnlake.row.StructVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/**
 * The columns that conditions and values of a merge may name: those of the table, and all columns
 * of the source as the fields of {@code source}, those of the table as the fields of {@code
 * target}. Of a row that only the source has, its columns have no need of that word. A column that
 * is itself called so is meant only behind it. Immutable.
 */
public final class MergeColumns {
  private static final String SOURCE = "source";
  private static final String TARGET = "target";
  private static final Set<String> WORDS = Set.of(SOURCE, TARGET);

  private final StructType table;
  private final StructType source;

  public MergeColumns(StructType table, StructType source) {
    this.table = table;
    this.source = source;
  }

  public StructType table() {
    return table;
  }

  public StructType source() {
    return source;
  }

  /** What may be named of rows with such a match. */
  public StructType of(MergeClause.Match match) {
    return switch (match) {
      case MATCHED -> type(table, List.of(target(table), source(source)));
      case NOT_MATCHED -> type(source, List.of(source(source)));
      case NOT_MATCHED_BY_SOURCE -> type(table, List.of(target(table)));
    };
  }

  private static Field target(StructType columns) {
    return Field.optional(TARGET, columns);
  }

  private static Field source(StructType columns) {
    return Field.optional(SOURCE, columns);
  }

  private static StructType type(StructType plain, List<Field> words) {
    List<Field> fields = new ArrayList<>();
    for (Field field : plain.fields()) {
      if (!isWord(field)) {
        fields.add(field);
      }
    }
    fields.addAll(words);
    return new StructType(fields);
  }

  private static boolean isWord(Field field) {
    return WORDS.contains(field.name().toLowerCase(Locale.ROOT));
  }

  /** Whether all columns of the table are needed where columns of these names are. */
  static boolean needsTable(Set<String> names) {
    return names.contains(TARGET);
  }

  /**
   * Rows as conditions and values see them.
   *
   * @param ofTable some columns of the table; null of rows that only the source has
   * @param ofSource the columns of the source, row by row; null of rows that it lacks
   */
  static Batch batch(@Nullable Batch ofTable, @Nullable Batch ofSource) {
    Batch plain = ofTable != null ? ofTable : ofSource;
    if (plain == null) {
      throw new IllegalArgumentException("rows of neither side");
    }
    List<Field> words = new ArrayList<>();
    List<Vector> vectors = new ArrayList<>();
    for (int c = 0; c < plain.type().size(); c++) {
      if (!isWord(plain.type().field(c))) {
        vectors.add(plain.vector(c));
      }
    }
    if (ofTable != null) {
      words.add(target(ofTable.type()));
      vectors.add(struct(ofTable));
    }
    if (ofSource != null) {
      words.add(source(ofSource.type()));
      vectors.add(struct(ofSource));
    }
    return new Batch(type(plain.type(), words), vectors, plain.rowCount());
  }

  /** A column of the table, as it was, in rows that {@link #batch} put together. */
  static Vector ofTable(Batch rows, String name) {
    StructVector target = (StructVector) rows.vector(TARGET);
    return target.child(((StructType) target.type()).indexOf(name));
  }

  private static StructVector struct(Batch rows) {
    Vector[] children = new Vector[rows.type().size()];
    for (int c = 0; c < children.length; c++) {
      children[c] = rows.vector(c);
    }
    return new StructVector(rows.type(), children, rows.rowCount(), null);
  }
}
