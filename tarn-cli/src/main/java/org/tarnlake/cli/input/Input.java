package org.tarnlake.cli.input;

import java.nio.file.Path;
import org.tarnlake.schema.StructType;

/** A file to import. Immutable. */
public interface Input {

  /**
   * The columns that hold every value of the file without loss, found by reading all of it in
   * bounded memory. Names that a table cannot have are changed as {@link ColumnNames} tells.
   *
   * @throws org.tarnlake.cli.terminal.Failure if the file has no rows to tell from, or is malformed
   */
  StructType inferColumns();

  /**
   * Opens the rows, matched to a table's columns by name. Columns that the file lacks are null.
   *
   * @throws org.tarnlake.cli.terminal.Failure if the file has a column that the table lacks
   */
  RowReader open(StructType columns);

  /** The path as the user gave it. */
  String name();

  /**
   * The file as the given format.
   *
   * @param delimiter what separates the fields of a CSV file
   */
  static Input of(Path path, InputFormat format, char delimiter) {
    return switch (format) {
      case CSV -> new CsvInput(new InputFile(path), delimiter);
      case JSON -> new JsonInput(new InputFile(path));
      case PARQUET -> new ParquetInput(path);
    };
  }
}
