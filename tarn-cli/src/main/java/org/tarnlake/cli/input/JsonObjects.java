package org.tarnlake.cli.input;

import java.io.IOException;
import java.io.PushbackInputStream;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.json.JsonFormatException;

/**
 * The objects of a JSON file, one after another or in one array. One thread at a time.
 *
 * <p>Every method throws {@link Failure} where the file is not what it should be.
 */
sealed interface JsonObjects extends AutoCloseable permits JsonStream, JsonLines {
  /** The next object; null at the end of the file. */
  @Nullable Map<String, @Nullable Object> next();

  /** The line, from 1, where the object last read is: where it begins or, of a stream, ends. */
  long line();

  /** The object last read, to be rejected. */
  RejectedRow asRejected(@Nullable String column, String reason);

  @Override
  void close();

  /** What is wrong with a text, and what to do about it. */
  static String problem(JsonFormatException e, boolean inArray) {
    String remedy =
        inArray ? "each element must be a JSON object" : "each line must hold one JSON object";
    return e.getMessage() + "; " + (e.isNameTwice() ? "keep one of the two" : remedy);
  }

  static JsonObjects open(InputFile file, Reading reading) {
    PushbackInputStream text = new PushbackInputStream(file.openText());
    try {
      long blankLines = 0;
      int first = text.read();
      while (first == ' ' || first == '\n' || first == '\r' || first == '\t') {
        blankLines += first == '\n' ? 1 : 0;
        first = text.read();
      }
      if (first >= 0) {
        text.unread(first);
      }
      boolean inArray = first == '[';
      Consumer<RejectedRow> rejected = reading.rejected();
      return rejected == null || inArray
          ? new JsonStream(file, text, blankLines, inArray, reading)
          : new JsonLines(file, text, blankLines, reading, rejected);
    } catch (IOException | Failure e) {
      InputFile.closeQuietly(text);
      throw e instanceof Failure failure ? failure : file.unreadable((IOException) e);
    }
  }
}
