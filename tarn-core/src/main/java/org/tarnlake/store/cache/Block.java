package org.tarnlake.store.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of an object from a multiple of {@value #BYTES_MAX} on: so many, or fewer where the object
 * ends. May share the bytes with others; nobody changes them.
 *
 * <p>Stored it is a file of its own: eight letters, the key of the object, the number of the block,
 * the length, the bytes, and the CRC-32C of all that. So one that is torn, cut, altered or in
 * another's place is not taken for it.
 *
 * <p>The size: a range of an object is widened by one block on average, which at 80 MB a second
 * costs 3 ms, less than a request does; and to make a file costs a fraction of a millisecond, which
 * smaller blocks would double.
 */
final class Block {
  static final int BYTES_MAX = 256 << 10;

  private static final byte[] MAGIC = "TARNBLK1".getBytes(US_ASCII);
  private static final int HEAD_BYTES = MAGIC.length + ObjectKey.BYTES + Long.BYTES + Integer.BYTES;
  private static final int AROUND_BYTES = HEAD_BYTES + Integer.BYTES;

  /** Has its bytes, {@link #length} from {@link #from} on. */
  final byte[] bytes;

  final int from;
  final int length;

  Block(byte[] bytes, int from, int length) {
    this.bytes = bytes;
    this.from = from;
    this.length = length;
  }

  /** Whether the object ends in it. */
  boolean isLast() {
    return length < BYTES_MAX;
  }

  /** The bytes of its file. */
  long fileBytes() {
    return AROUND_BYTES + (long) length;
  }

  private static byte[] head(ObjectKey object, long number, int length) {
    return ByteBuffer.allocate(HEAD_BYTES)
        .put(MAGIC)
        .put(object.bytes())
        .putLong(number)
        .putInt(length)
        .array();
  }

  private static int checksum(byte[] head, byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(head, 0, head.length);
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  /** Writes it as a file. */
  void write(OutputStream file, ObjectKey object, long number) throws IOException {
    byte[] head = head(object, number, length);
    file.write(head);
    file.write(bytes, from, length);
    int checksum = checksum(head, bytes, from, length);
    file.write(ByteBuffer.allocate(Integer.BYTES).putInt(checksum).array());
  }

  /** Whether a file may be that of a block, by its size. */
  static boolean isFileSize(long bytes) {
    return bytes > AROUND_BYTES && bytes <= AROUND_BYTES + BYTES_MAX;
  }

  /** The block that a file has; null if that is not whole, or another's. */
  static @Nullable Block parse(byte[] file, ObjectKey object, long number) {
    if (!isFileSize(file.length)) {
      return null;
    }
    int length = file.length - AROUND_BYTES;
    byte[] head = head(object, number, length);
    boolean isWhole =
        Arrays.equals(file, 0, HEAD_BYTES, head, 0, HEAD_BYTES)
            && ByteBuffer.wrap(file).getInt(HEAD_BYTES + length)
                == checksum(head, file, HEAD_BYTES, length);
    return isWhole ? new Block(file, HEAD_BYTES, length) : null;
  }
}
