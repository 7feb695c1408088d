package org.tarnlake.cli.input;

import java.nio.charset.Charset;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.tarnlake.schema.StructType;

/** A file to import. Immutable. */
public interface Input {

  /**
   * The columns that hold every value of the file without loss, found by reading all of it in
   * bounded memory. Names that a table cannot have are changed as {@link ColumnNames} tells.
   *
   * @param given columns whose types the user said; the file may lack some of them
   * @throws org.tarnlake.cli.terminal.Failure if the file has no rows to tell from, or is malformed
   */
  StructType inferColumns(StructType given, Reading reading);

  /**
   * The columns by the beginning of the file alone; null if that is no faster than all of it. What
   * can be read only once is copied.
   *
   * @param given as for {@link #inferColumns}
   */
  default @Nullable LikelyColumns likelyColumns(StructType given, Reading reading) {
    return null;
  }

  /** The columns as {@link #inferColumns} finds them; null if there is no more to tell of them. */
  default @Nullable LikelyColumns allColumns(StructType given, Reading reading) {
    return null;
  }

  /** The columns of a file, those whose types the user said being what was said. */
  static StructType withGiven(StructType found, StructType given) {
    return new StructType(
        found.fields().stream()
            .map(
                field -> {
                  int ordinal = given.indexOf(field.name());
                  return ordinal < 0 ? field : given.field(ordinal);
                })
            .toList());
  }

  /**
   * Opens the rows, matched to a table's columns by name. Columns that the file lacks are null.
   *
   * @throws org.tarnlake.cli.terminal.Failure if the file has a column that the table lacks
   */
  RowReader open(StructType columns, Reading reading);

  /** The path as the user gave it, or {@code standard input}. */
  String name();

  /**
   * The file as the given format.
   *
   * @param path of a file or a pipe; {@code -} is the standard input
   */
  static Input of(Path path, InputFormat format, CsvOptions csv, Charset encoding) {
    InputFile file = new InputFile(path, encoding);
    return switch (format) {
      case CSV -> new CsvInput(file, csv);
      case JSON -> new JsonInput(file);
      case PARQUET -> new ParquetInput(file);
    };
  }
}
