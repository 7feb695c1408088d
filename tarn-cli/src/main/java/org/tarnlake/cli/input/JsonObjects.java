package org.tarnlake.cli.input;

import java.io.IOException;
import java.io.PushbackInputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;
import org.tarnlake.json.JsonWriter;

/** The objects of a JSON file, one after another or in one array. One thread at a time. */
final class JsonObjects implements AutoCloseable {
  private static final int OBJECTS_BETWEEN_LOOKS = 1024;

  private final InputFile file;
  private final JsonReader reader;
  private final boolean inArray;
  private final long linesBefore;
  private final Reading reading;
  private long line = 1;
  private long objects;

  JsonObjects(InputFile file, Reading reading) {
    this.file = file;
    this.reading = reading;
    PushbackInputStream text = new PushbackInputStream(file.open());
    try {
      long blankLines = 0;
      int first = text.read();
      while (first == ' ' || first == '\n' || first == '\r' || first == '\t') {
        blankLines += first == '\n' ? 1 : 0;
        first = text.read();
      }
      if (first < 0) {
        throw new Failure(
            "%s is empty; it must hold JSON objects, one a line".formatted(file.name()));
      }
      text.unread(first);
      linesBefore = blankLines;
      inArray = first == '[';
      reader = JsonReader.of(text);
      if (inArray) {
        reader.beginArray();
      }
    } catch (IOException | Failure e) {
      InputFile.closeQuietly(text);
      throw e instanceof Failure failure ? failure : file.unreadable((IOException) e);
    } catch (JsonFormatException e) {
      // The first bytes look like another encoding.
      InputFile.closeQuietly(text);
      throw new Failure(
          "%s: %s; it must hold JSON objects in UTF-8, one a line"
              .formatted(file.name(), e.getMessage()),
          e);
    }
  }

  /** The next object; null at the end of the file. */
  @Nullable Map<String, @Nullable Object> next() {
    objects++;
    if (objects % OBJECTS_BETWEEN_LOOKS == 0) {
      reading.passed().bytes(file.readBytes(), file.sizeBytes());
    }
    try {
      return inArray ? nextElement() : nextObject();
    } catch (OutOfMemoryError e) {
      throw file.tooLarge(reader.line() + linesBefore, e);
    } catch (JsonFormatException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof Failure failure) {
          throw failure;
        }
      }
      throw new Failure(
          "%s:%s: %s; each %s"
              .formatted(
                  file.name(),
                  reader.line() + linesBefore,
                  e.getMessage(),
                  inArray ? "element must be a JSON object" : "line must hold one JSON object"),
          e);
    }
  }

  private @Nullable Map<String, @Nullable Object> nextObject() {
    if (!reader.nextObject()) {
      return null;
    }
    line = reader.line() + linesBefore;
    return reader.currentObject();
  }

  private @Nullable Map<String, @Nullable Object> nextElement() {
    Object element = reader.nextElement();
    line = reader.line() + linesBefore;
    if (element == null) {
      reader.requireEnd();
      return null;
    }
    if (!(element instanceof Map<?, ?>)) {
      throw new JsonFormatException("expected an object, found " + JsonWriter.text(element));
    }
    @SuppressWarnings("unchecked") // The reader's objects are maps from names.
    Map<String, @Nullable Object> object = (Map<String, @Nullable Object>) element;
    return object;
  }

  /** The line, from 1, of the object last read. */
  long line() {
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
