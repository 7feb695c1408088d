package org.tarnlake.cli.input;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.json.JsonWriter;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/** The rows of a file of JSON objects. One thread at a time. */
final class JsonRows implements RowReader {
  private final String file;
  private final JsonObjects objects;
  private final StructType columns;
  private final @Nullable Object[] empty;
  private final @Nullable String[] keys;
  private final @Nullable String[] notes;
  private final @Nullable Consumer<RejectedRow> rejected;
  private final Reading.Target target;
  private final BitSet present = new BitSet();

  /**
   * @param reading tells who takes objects that are no rows
   */
  JsonRows(String file, JsonObjects objects, StructType columns, Reading reading) {
    this.file = file;
    this.rejected = reading.rejected();
    this.target = reading.target();
    this.objects = objects;
    this.columns = columns;
    this.empty = new ColumnDefaults(columns).row();
    this.keys = new @Nullable String[columns.size()];
    this.notes = new @Nullable String[columns.size()];
  }

  @Override
  public @Nullable Object @Nullable [] next() {
    while (true) {
      Map<String, @Nullable Object> object = objects.next();
      if (object == null) {
        return null;
      }
      try {
        @Nullable Object[] row = row(object);
        for (int i = 0; i < keys.length; i++) {
          String key = keys[i];
          if (key != null) {
            present.set(i);
            lookForText(i, key, object.get(key));
          }
        }
        return row;
      } catch (TextProblem e) {
        if (rejected == null) {
          throw new Failure(position() + ": " + e.getMessage(), e);
        }
        rejected.accept(objects.asRejected(e.column(), String.valueOf(e.getMessage())));
      }
    }
  }

  private @Nullable Object[] row(Map<String, @Nullable Object> object) {
    @Nullable Object[] row = empty.clone();
    Arrays.fill(keys, null);
    for (Map.Entry<String, @Nullable Object> entry : object.entrySet()) {
      String name = entry.getKey();
      int ordinal = ordinal(name);
      String other = keys[ordinal];
      if (other != null) {
        String column = columns.field(ordinal).name();
        throw problem(name, ColumnNames.meeting(other, name, column) + "; rename one", null);
      }
      keys[ordinal] = name;
      row[ordinal] = value(name, ordinal, entry.getValue());
    }
    return row;
  }

  /** Notes what is no string and became one. */
  private void lookForText(int ordinal, String key, @Nullable Object json) {
    Field field = columns.field(ordinal);
    if (notes[ordinal] != null || json instanceof String || field.isUntyped()) {
      return;
    }
    Object found = JsonValues.becomesText(field.type(), json);
    if (found != null) {
      String shown = JsonWriter.text(found);
      notes[ordinal] =
          "its column '%s' has JSON that is no string, such as %s in line %s; it is kept as text"
              .formatted(
                  key, shown.length() <= 40 ? shown : shown.substring(0, 40) + "…", objects.line());
    }
  }

  @Override
  public List<String> notes() {
    List<String> found = new ArrayList<>();
    for (String note : notes) {
      if (note != null) {
        found.add(note);
      }
    }
    return found;
  }

  private TextProblem problem(String column, String message, @Nullable Throwable cause) {
    return TextProblem.ofColumn(objects.line(), column, message, cause);
  }

  private int ordinal(String name) {
    int ordinal = ColumnNames.findKey(columns, name);
    if (ordinal < 0) {
      throw problem(name, target.lacks(name, columns), null);
    }
    return ordinal;
  }

  private @Nullable Object value(String name, int ordinal, @Nullable Object json) {
    Field field = columns.field(ordinal);
    try {
      return field.isUntyped() ? JsonValues.untyped(json) : JsonValues.value(field.type(), json);
    } catch (InvalidDataException e) {
      throw problem(
          name,
          "column '%s': %s; correct the value, or write null".formatted(name, e.getMessage()),
          e);
    }
  }

  @Override
  public RejectedRow asRejected(@Nullable String column, String reason, Supplier<String> json) {
    return objects.asRejected(column, reason);
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
