package org.tarnlake.cli.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;
import org.tarnlake.json.JsonWriter;

/** A JSON file that is read as one stream of values. One thread at a time. */
final class JsonStream implements JsonObjects {
  private static final int OBJECTS_BETWEEN_LOOKS = 1024;

  private final InputFile file;
  private final JsonReader reader;
  private final boolean inArray;
  private final long linesBefore;
  private final Reading reading;
  private long line = 1;
  private boolean isInObject;
  private long objects;
  private @Nullable Object last;

  /**
   * @param in stands at the first value, behind so many blank lines
   */
  JsonStream(InputFile file, InputStream in, long blankLines, boolean inArray, Reading reading) {
    this.file = file;
    this.reading = reading;
    this.linesBefore = blankLines;
    this.inArray = inArray;
    try {
      reader = JsonReader.of(new Utf8Check(in, file.name(), blankLines + 1)).keepingNumbers();
      if (inArray) {
        reader.beginArray();
      }
    } catch (JsonFormatException e) {
      // The first bytes look like another encoding.
      throw new Failure(
          "%s: %s; it must hold JSON objects in UTF-8, one a line"
              .formatted(file.name(), e.getMessage()),
          e);
    }
  }

  @Override
  public @Nullable Map<String, @Nullable Object> next() {
    objects++;
    if (objects % OBJECTS_BETWEEN_LOOKS == 0) {
      reading.passed().bytes(file.readBytes(), file.sizeBytes());
    }
    try {
      Map<String, @Nullable Object> object = inArray ? nextElement() : nextObject();
      last = object;
      return object;
    } catch (OutOfMemoryError e) {
      throw file.tooLarge(reader.line() + linesBefore, e);
    } catch (JsonFormatException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof Failure failure) {
          throw failure;
        }
      }
      boolean isWithin = isInObject && !e.isEndOfText() && e.line() + linesBefore > line;
      throw new Failure(
          "%s:%s: %s%s"
              .formatted(
                  file.name(),
                  (isWithin ? e.line() : reader.line()) + linesBefore,
                  isWithin ? "within the object that begins in line " + line + ", " : "",
                  JsonObjects.problem(e, inArray)),
          e);
    }
  }

  private @Nullable Map<String, @Nullable Object> nextObject() {
    if (!reader.nextObject()) {
      return null;
    }
    line = reader.line() + linesBefore;
    isInObject = true;
    Map<String, @Nullable Object> object = reader.currentObject();
    isInObject = false;
    return object;
  }

  private @Nullable Map<String, @Nullable Object> nextElement() {
    while (true) {
      Object element = reader.nextElement();
      line = reader.line() + linesBefore;
      if (element == null) {
        reader.requireEnd();
        return null;
      }
      if (element instanceof Map<?, ?>) {
        @SuppressWarnings("unchecked") // The reader's objects are maps from names.
        Map<String, @Nullable Object> object = (Map<String, @Nullable Object>) element;
        return object;
      }
      String problem = "expected an object, found " + JsonWriter.text(element);
      Consumer<RejectedRow> rejected = reading.rejected();
      if (rejected == null) {
        throw new JsonFormatException(problem);
      }
      last = element;
      rejected.accept(asRejected(null, problem + "; each element must be a JSON object"));
    }
  }

  @Override
  public RejectedRow asRejected(@Nullable String column, String reason) {
    return new RejectedRow(line, 1, column, reason, JsonWriter.text(last));
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }
}
