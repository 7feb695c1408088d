package org.tarnlake.cli.input;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;
import org.tarnlake.json.JsonWriter;

/**
 * A file of JSON objects, each in a line of its own or in several, of which those that are none are
 * rejected: of what is no object the first line is, and the reading goes on with the next. One
 * thread at a time.
 */
final class JsonLines implements JsonObjects {
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputFile file;
  private final InputStream in;
  private final Reading reading;
  private final Consumer<RejectedRow> rejected;
  private final byte[] bytes = new byte[BUFFER_BYTES];
  private int at;
  private int end;
  private boolean afterCarriageReturn;
  private long workSinceLook;

  /** Lines that were read, the first of which are done with. */
  private final List<byte[]> ahead = new ArrayList<>();

  private int done;

  /** How many lines there are before those that are not done with. */
  private long linesBefore;

  /** The objects of the lines that were parsed last and not handed over, and those lines. */
  private final ArrayDeque<Map<String, @Nullable Object>> objects = new ArrayDeque<>();

  private boolean isAlone;
  private String text = "";
  private long line;
  private int lines;
  private @Nullable Map<String, @Nullable Object> last;

  /**
   * @param in stands at the first value, behind so many blank lines
   * @param rejected takes what is no object
   */
  JsonLines(
      InputFile file,
      InputStream in,
      long blankLines,
      Reading reading,
      Consumer<RejectedRow> rejected) {
    this.file = file;
    this.in = in;
    this.reading = reading;
    this.linesBefore = blankLines;
    this.rejected = rejected;
  }

  @Override
  public @Nullable Map<String, @Nullable Object> next() {
    try {
      while (objects.isEmpty()) {
        if (!readObjects()) {
          return null;
        }
      }
    } catch (OutOfMemoryError e) {
      throw file.tooLarge(linesBefore + 1, e);
    } catch (IOException e) {
      throw file.unreadable(e);
    }
    last = objects.remove();
    return last;
  }

  /** Reads the objects that begin in the next line, or rejects it; false at the end of the file. */
  private boolean readObjects() throws IOException {
    ByteArrayOutputStream begun = new ByteArrayOutputStream();
    int count = 0;
    int depth = 0;
    int sizeToParse = 0;
    while (done + count < ahead.size() || readLine()) {
      byte[] next = ahead.get(done + count);
      count++;
      begun.writeBytes(next);
      begun.write('\n');
      worked(next.length + 1);
      depth += opened(next);
      // What is still open may be wrong all the same: that is looked for now and then, so that a
      // line which is no object does not take in what follows, and no byte is parsed many times.
      if (depth > 0 && begun.size() < sizeToParse) {
        continue;
      }
      if (parse(begun, count)) {
        return true;
      }
      sizeToParse = 2 * begun.size();
    }
    if (count > 0 && !parse(begun, count)) {
      reject("the text ends inside a value");
    }
    return count > 0;
  }

  /**
   * How many objects and arrays a line opens more than it closes. Each line begins outside of a
   * text, since none goes on over the end of a line.
   */
  private static int opened(byte[] text) {
    int depth = 0;
    boolean inText = false;
    for (int i = 0; i < text.length; i++) {
      byte b = text[i];
      if (b == '"') {
        inText = !inText;
      } else if (inText) {
        i += b == '\\' ? 1 : 0;
      } else if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        depth--;
      }
    }
    return depth;
  }

  /** Takes the objects of some lines, or rejects the first line; false if the text may go on. */
  private boolean parse(ByteArrayOutputStream begun, int count) {
    TextBlock block = new TextBlock(begun.toByteArray(), 0, begun.size());
    worked(block.to());
    int wrong = block.firstWrongByte(0);
    List<Map<String, @Nullable Object>> found = new ArrayList<>();
    try {
      JsonReader reader = JsonReader.of(block.bytes(), 0, wrong).keepingNumbers();
      while (reader.nextObject()) {
        found.add(reader.currentObject());
      }
    } catch (JsonFormatException e) {
      if (!e.isEndOfText()) {
        String where = e.line() > 1 ? "in line " + (linesBefore + e.line()) + ", " : "";
        reject(where + JsonObjects.problem(e, false));
        return true;
      }
      if (wrong == block.to()) {
        return false;
      }
    }
    if (wrong < block.to()) {
      reject(String.valueOf(block.wrongByte(wrong).getMessage()));
      return true;
    }
    objects.addAll(found);
    isAlone = found.size() == 1;
    text = new TextBlock(block.bytes(), 0, block.to() - 1).shown();
    line = linesBefore + 1;
    lines = count;
    pass(count);
    return true;
  }

  /** Rejects the first line that is not done with. */
  private void reject(String reason) {
    byte[] wrong = ahead.get(done);
    RejectedRow row =
        new RejectedRow(
            linesBefore + 1, 1, null, reason, new TextBlock(wrong, 0, wrong.length).shown());
    pass(1);
    rejected.accept(row);
  }

  private void pass(int count) {
    done += count;
    linesBefore += count;
    if (done == ahead.size()) {
      ahead.clear();
      done = 0;
    }
  }

  /** Tells now and then how far the reading has come, by the bytes that were looked at. */
  private void worked(int count) {
    workSinceLook += count;
    if (workSinceLook >= BUFFER_BYTES) {
      workSinceLook = 0;
      reading.passed().bytes(file.readBytes(), file.sizeBytes());
    }
  }

  /** Reads one more line; false at the end of the file. */
  private boolean readLine() throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    while (true) {
      if (at == end) {
        end = Math.max(0, in.read(bytes));
        at = 0;
        worked(end);
        if (end == 0) {
          if (read.size() > 0) {
            ahead.add(read.toByteArray());
          }
          return read.size() > 0;
        }
      }
      if (afterCarriageReturn && bytes[at] == '\n') {
        at++;
        afterCarriageReturn = false;
        continue;
      }
      afterCarriageReturn = false;
      int start = at;
      while (at < end && bytes[at] != '\n' && bytes[at] != '\r') {
        at++;
      }
      read.write(bytes, start, at - start);
      if (at < end) {
        afterCarriageReturn = bytes[at] == '\r';
        at++;
        ahead.add(read.toByteArray());
        return true;
      }
    }
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public RejectedRow asRejected(@Nullable String column, String reason) {
    String told = lines == 1 ? reason : reason + "; the row goes on to line " + (line + lines - 1);
    return new RejectedRow(line, lines, column, told, isAlone ? text : JsonWriter.text(last));
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }
}
