package org.tarnlake.table.action;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.json.JsonFormatException;

/**
 * The content of one Delta commit, byte for byte: actions, one a line, each line ended by a line
 * feed. Immutable.
 */
public final class CommitLines {
  private final byte[] bytes;
  private final int count;

  /** What the lines were written from, or read as; null where they are still to be read. */
  private final @Nullable List<Action> written;

  private CommitLines(byte[] bytes, int count, @Nullable List<Action> written) {
    this.bytes = bytes;
    this.count = count;
    this.written = written;
  }

  /** The lines of some actions. */
  public static CommitLines of(List<? extends Action> actions) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Action action : actions) {
      out.writeBytes(ActionWriter.line(action));
      out.write('\n');
    }
    return new CommitLines(out.toByteArray(), actions.size(), List.copyOf(actions));
  }

  /** Takes over the bytes of a commit; a last line without a line feed counts too. */
  public static CommitLines ofBytes(byte[] bytes) {
    int count = 0;
    for (byte each : bytes) {
      count += each == '\n' ? 1 : 0;
    }
    boolean open = bytes.length > 0 && bytes[bytes.length - 1] != '\n';
    return new CommitLines(bytes, count + (open ? 1 : 0), null);
  }

  /**
   * The same lines with their actions, read once.
   *
   * @param object the object that holds nothing but the lines, for messages
   */
  public CommitLines parsed(String object) {
    return written != null ? this : new CommitLines(bytes, count, actions(object, 1));
  }

  /** How many lines there are. */
  public int count() {
    return count;
  }

  /** The CRC-32C of the bytes. */
  public long crc32c() {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    return crc.getValue();
  }

  /** The bytes as they are published; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * The actions that change state, and the commit info.
   *
   * @param object the object that holds the lines, for messages
   * @param firstLine the line of that object at which they start, from 1
   * @throws CorruptionException naming object and line where a line is no action
   */
  public List<Action> actions(String object, int firstLine) {
    if (written != null) {
      return written;
    }
    List<Action> actions = new ArrayList<>(count);
    int line = firstLine;
    for (int start = 0; start < bytes.length; line++) {
      int end = start;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      if (!isBlank(start, end)) {
        addAction(actions, object, line, start, end);
      }
      start = end + 1;
    }
    return actions;
  }

  private void addAction(List<Action> actions, String object, int line, int start, int end) {
    try {
      Action action = ActionReader.read(bytes, start, end - start);
      if (action != null) {
        actions.add(action instanceof Metadata each ? each.standingAt(object, line) : action);
      }
    } catch (JsonFormatException
        | InvalidDataException
        | IllegalArgumentException
        | ArithmeticException e) {
      throw new CorruptionException(
          "%s, line %s: %s; run 'tarn check'".formatted(object, line, e.getMessage()), e);
    } catch (UnsupportedTableException e) {
      throw new UnsupportedTableException(
          "%s, line %s: %s".formatted(object, line, e.getMessage()), e);
    }
  }

  private boolean isBlank(int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\r' && bytes[i] != '\t') {
        return false;
      }
    }
    return true;
  }
}
