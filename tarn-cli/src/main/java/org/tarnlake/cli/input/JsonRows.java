package org.tarnlake.cli.input;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.NameHint;
import org.tarnlake.schema.StructType;

/** The rows of a file of JSON objects. One thread at a time. */
final class JsonRows implements RowReader {
  private final String file;
  private final JsonObjects objects;
  private final StructType columns;
  private final @Nullable String[] keys;
  private final BitSet present = new BitSet();

  JsonRows(String file, JsonObjects objects, StructType columns) {
    this.file = file;
    this.objects = objects;
    this.columns = columns;
    this.keys = new @Nullable String[columns.size()];
  }

  @Override
  public @Nullable Object @Nullable [] next() {
    Map<String, @Nullable Object> object = objects.next();
    if (object == null) {
      return null;
    }
    @Nullable Object[] row = new @Nullable Object[columns.size()];
    Arrays.fill(keys, null);
    for (Map.Entry<String, @Nullable Object> entry : object.entrySet()) {
      int ordinal = ordinal(entry.getKey());
      String other = keys[ordinal];
      if (other != null) {
        String name = columns.field(ordinal).name();
        throw new Failure(
            "%s: %s; rename one"
                .formatted(position(), ColumnNames.meeting(other, entry.getKey(), name)));
      }
      keys[ordinal] = entry.getKey();
      present.set(ordinal);
      row[ordinal] = value(entry.getKey(), ordinal, entry.getValue());
    }
    return row;
  }

  private int ordinal(String name) {
    int ordinal = ColumnNames.findKey(columns, name);
    if (ordinal < 0) {
      throw new Failure(
          "%s: the table has no column '%s'%s; its columns are %s"
              .formatted(
                  position(),
                  name,
                  NameHint.didYouMean(name, columns.names()),
                  NameHint.list(columns.names())));
    }
    return ordinal;
  }

  private @Nullable Object value(String name, int ordinal, @Nullable Object json) {
    Field field = columns.field(ordinal);
    try {
      return field.isUntyped() ? json : JsonValues.value(field.type(), json);
    } catch (InvalidDataException e) {
      throw new Failure(
          "%s: column '%s': %s; correct the value, or write null"
              .formatted(position(), name, e.getMessage()),
          e);
    }
  }

  @Override
  public BitSet present() {
    return present;
  }

  @Override
  public String position() {
    return file + ":" + objects.line();
  }

  @Override
  public void close() {
    objects.close();
  }
}
