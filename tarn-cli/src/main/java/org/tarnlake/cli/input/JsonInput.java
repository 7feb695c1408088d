package org.tarnlake.cli.input;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.StructType;

/** A file of JSON objects, each a row. Immutable. */
record JsonInput(InputFile file) implements Input {

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public StructType inferColumns(StructType given, Reading reading) {
    file.keep();
    JsonGuess guess = JsonGuess.ofRows();
    boolean isEmpty = true;
    try (JsonObjects objects = JsonObjects.open(file, reading.passingOver())) {
      for (Map<String, @Nullable Object> object = objects.next();
          object != null;
          object = objects.next()) {
        isEmpty = false;
        try {
          guess.add(object);
        } catch (InvalidDataException e) {
          throw new Failure("%s:%s: %s".formatted(name(), objects.line(), e.getMessage()), e);
        }
      }
    }
    if (isEmpty) {
      throw new Failure("%s is empty; it must hold JSON objects, one a line".formatted(name()));
    }
    StructType columns = guess.struct();
    if (columns.size() == 0) {
      throw new Failure(
          "%s: its objects have no fields; a table needs at least one column".formatted(name()));
    }
    return Input.withGiven(columns, given);
  }

  @Override
  public RowReader open(StructType columns, Reading reading) {
    return new JsonRows(name(), JsonObjects.open(file, reading), columns, reading);
  }
}
