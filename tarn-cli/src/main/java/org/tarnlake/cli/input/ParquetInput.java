package org.tarnlake.cli.input;

import java.util.ArrayList;
import java.util.List;
import org.tarnlake.ParquetFile;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/** A Parquet file. Immutable. */
record ParquetInput(InputFile file) implements Input {

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public StructType inferColumns(StructType given, Reading reading) {
    List<Field> columns = new ArrayList<>();
    for (Field field : ParquetFile.open(file.keepByName()).columns().fields()) {
      String name = ColumnNames.clean(field.name(), columns.size() + 1);
      columns.add(new Field(name, field.type(), field.nullable(), field.metadata()));
    }
    return Input.withGiven(new StructType(columns), given);
  }

  @Override
  public RowReader open(StructType columns, Reading reading) {
    return new ParquetRows(name(), ParquetFile.open(file.keepByName()), columns, reading.target());
  }
}
