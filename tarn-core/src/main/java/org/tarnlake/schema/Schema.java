package org.tarnlake.schema;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tarnlake.argument.Argument;
import org.tarnlake.error.InvalidDataException;

/**
 * The columns of a table, and which of them partition it. Immutable.
 *
 * @param columns all columns, the partition columns among them
 * @param partitionColumns their names, in the order in which they partition
 */
public record Schema(StructType columns, List<String> partitionColumns) {

  public Schema {
    Argument.require(columns, "columns", "a StructType");
    partitionColumns = Argument.copy(partitionColumns, "partitionColumns", "columns' names");
    SchemaRules.check(columns, partitionColumns);
  }

  /** A schema of the given columns, not partitioned. */
  public static Schema of(Field... columns) {
    return new Schema(
        new StructType(List.of(Argument.requireAll(columns, "columns", "Fields"))), List.of());
  }

  /**
   * Columns that hold what a record or bean has, of its names: text for enums and characters, a
   * timestamp for an Instant, a struct for a record or bean in it. They may be null, but for
   * primitives. The columns of a record are in its order, those of a bean sorted by name.
   *
   * @param given columns that the class does not tell enough of, such as the digits of a
   *     BigDecimal, or that shall be otherwise: {@code Field.required("price", DataType.decimal(9,
   *     2))}
   * @throws InvalidDataException if the class has something that does not tell its column; the
   *     message has the line to type
   */
  public static Schema of(Class<?> type, Field... given) {
    Argument.require(type, "type", "a class");
    return ClassSchema.of(type, Argument.requireAll(given, "given", "Fields"));
  }

  /** Columns that take any scalar; see {@link Untyped}. */
  public static Schema untyped(String... columns) {
    return new Schema(
        new StructType(
            Arrays.stream(Argument.requireAll(columns, "columns", "columns' names"))
                .map(Field::untyped)
                .toList()),
        List.of());
  }

  /**
   * Reads columns from text such as {@code id long not null, price decimal(9,2), tags list<string>}
   * or as {@link DataType#text} writes types. The names that SQL gives types, such as {@code
   * bigint}, are known too.
   *
   * @throws InvalidDataException if the text is wrong; the message tells where
   */
  public static Schema parse(String columns) {
    Argument.require(columns, "columns", "columns, such as id long not null");
    return new Schema(new SchemaParser(columns).parse(), List.of());
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The same columns, partitioned by the named ones. */
  public Schema partitionBy(String... names) {
    return new Schema(columns, List.of(Argument.requireAll(names, "names", "columns' names")));
  }

  /**
   * How many structs, lists and maps may be around a value. Readers of tables and of files take as
   * many, so that what was committed can be read.
   */
  public static final int MAX_DEPTH = 50;

  /**
   * Refuses column names that other engines could not read, what Tarn only reads, such as some
   * types and no columns at all, and types that nest deeper than it reads. For a table about to be
   * made.
   */
  public void requireNewNames() {
    SchemaRules.checkNew(columns, partitionColumns);
  }

  /** Collects columns. One thread at a time. */
  public static final class Builder {
    private final List<Field> fields = new ArrayList<>();

    private Builder() {}

    /** Adds a column that every row has a value for (NOT NULL). */
    public Builder required(String name, DataType type) {
      fields.add(Field.required(name, type));
      return this;
    }

    /** Adds a column that may be null. */
    public Builder optional(String name, DataType type) {
      fields.add(Field.optional(name, type));
      return this;
    }

    public Schema build() {
      return new Schema(new StructType(fields), List.of());
    }
  }
}
