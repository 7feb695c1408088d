package org.tarnlake.lake;

import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;
import org.tarnlake.json.JsonWriter;

/**
 * Newline-delimited JSON closed by a last line {@code {"end":{"lines":n,"crc32c":c}}}: the number
 * of lines before it and the CRC-32C of their bytes, so that a torn or altered object is recognised
 * on any store. Log entries and lake checkpoints share it.
 */
final class EntryFormat {
  private EntryFormat() {}

  /** Collects lines. One thread at a time. */
  static final class Writer {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    private int lines;

    void line(JsonWriter json) {
      out.writeBytes(json.toBytes());
      out.write('\n');
      lines++;
    }

    /** Appends lines that are complete already. */
    void raw(byte[] bytes, int count) {
      out.writeBytes(bytes);
      if (bytes.length > 0 && bytes[bytes.length - 1] != '\n') {
        out.write('\n');
      }
      lines += count;
    }

    byte[] end() {
      byte[] body = out.toByteArray();
      JsonWriter json = new JsonWriter().beginObject().beginObject("end");
      json.field("lines", lines).field("crc32c", crc(body, body.length));
      out.writeBytes(json.endObject().endObject().toBytes());
      out.write('\n');
      return out.toByteArray();
    }
  }

  /** Walks over the lines of an object whose end line was found true. One thread at a time. */
  static final class Lines {
    private final String object;
    private final byte[] bytes;
    private final int bodyLength;
    private int position;
    private int number;

    /**
     * Checks the end line.
     *
     * @throws CorruptionException if the object is cut off or altered
     */
    Lines(String object, byte[] bytes) {
      this.object = object;
      this.bytes = bytes;
      if (bytes.length == 0) {
        throw new CorruptionException("%s is empty; run 'tarn check'".formatted(object));
      }
      if (bytes[bytes.length - 1] != '\n') {
        throw cutOff();
      }
      int start = bytes.length - 1;
      while (start > 0 && bytes[start - 1] != '\n') {
        start--;
      }
      bodyLength = start;
      checkEnd(start);
    }

    private void checkEnd(int start) {
      long lines = -1;
      long crc = -1;
      try {
        JsonReader in = JsonReader.of(bytes, start, bytes.length - 1 - start);
        in.requireObject();
        for (String name = in.nextField(); name != null; name = in.nextField()) {
          if (name.equals("end")) {
            in.requireObject();
            for (String field = in.nextField(); field != null; field = in.nextField()) {
              switch (field) {
                case "lines" -> lines = in.longValue();
                case "crc32c" -> crc = in.longValue();
                default -> in.skip();
              }
            }
          } else {
            in.skip();
          }
        }
        in.requireEnd();
      } catch (JsonFormatException e) {
        throw cutOff();
      }
      if (lines < 0 || crc < 0) {
        throw cutOff();
      }
      int found = 0;
      for (int i = 0; i < start; i++) {
        found += bytes[i] == '\n' ? 1 : 0;
      }
      if (found != lines || crc != crc(bytes, start)) {
        throw new CorruptionException(
            "%s was altered: its %s lines do not have the number (%s) and checksum of its end line; run 'tarn check'"
                .formatted(object, found, lines));
      }
    }

    private CorruptionException cutOff() {
      return new CorruptionException(
          "%s is cut off: its last line is no end line; run 'tarn check'".formatted(object));
    }

    /** Moves to the next line; null at the end of the body. */
    @Nullable JsonReader next() {
      if (position >= bodyLength) {
        return null;
      }
      int end = lineEnd(position);
      JsonReader reader = JsonReader.of(bytes, position, end - position);
      position = end + 1;
      number++;
      return reader;
    }

    /** The bytes of the next {@code count} lines, which are passed over. */
    byte[] take(int count) {
      int end = position;
      for (int i = 0; i < count; i++) {
        if (end >= bodyLength) {
          throw malformed("it promises more lines than there are");
        }
        end = lineEnd(end) + 1;
      }
      byte[] taken = java.util.Arrays.copyOfRange(bytes, position, end);
      position = end;
      number += count;
      return taken;
    }

    private int lineEnd(int from) {
      int end = from;
      while (bytes[end] != '\n') {
        end++;
      }
      return end;
    }

    /** The number of the line that was read last, from 1. */
    int number() {
      return number;
    }

    CorruptionException malformed(String why) {
      return new CorruptionException(
          "%s, line %s: %s; run 'tarn check'".formatted(object, number, why));
    }
  }

  private static long crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return crc.getValue();
  }
}
