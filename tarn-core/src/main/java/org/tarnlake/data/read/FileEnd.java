package org.tarnlake.data.read;

import java.util.Arrays;
import org.tarnlake.data.bytes.FooterFormat;
import org.tarnlake.data.bytes.StoredFile;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.UnsupportedTableException;

/** The last bytes of a data file, its footer among them; of a small file all. Immutable. */
final class FileEnd {
  /** A file of at most that many bytes is read at once and kept with its footer. */
  private static final int WHOLE_BYTES = 64 * 1024;

  /** As {@link #WHOLE_BYTES}, of a file whose store takes long to answer. */
  private static final int DISTANT_WHOLE_BYTES = 1 << 20;

  /** What is read of a larger file. */
  private static final int END_BYTES = WHOLE_BYTES;

  /**
   * As {@link #END_BYTES}, where the store takes long to answer: page indexes and Bloom filters are
   * behind the data, and mostly come along.
   */
  private static final int DISTANT_END_BYTES = 256 * 1024;

  /** The length of the footer, and the magic. */
  private static final int LENGTH_BYTES = 8;

  private final StoredFile file;
  private final byte[] bytes;
  private final long footerStart;

  private FileEnd(StoredFile file, byte[] bytes, long footerStart) {
    this.file = file;
    this.bytes = bytes;
    this.footerStart = footerStart;
  }

  /**
   * Reads the end of a file.
   *
   * @throws CorruptionException if it is none of Parquet's
   * @throws UnsupportedTableException if it is encrypted
   */
  static FileEnd load(StoredFile file) {
    long size = file.sizeBytes();
    if (size < FooterFormat.MAGIC_BYTES + LENGTH_BYTES) {
      throw file.corrupt("%s bytes are no Parquet file".formatted(size));
    }
    byte[] bytes = last(file, firstRead(file));
    if (endsWith(bytes, new byte[] {'P', 'A', 'R', 'E'})) {
      throw new UnsupportedTableException(
          "data file %s is encrypted, which Tarn cannot read".formatted(file.name()));
    }
    if (!endsWith(bytes, FooterFormat.magic())) {
      throw file.corrupt("it does not end as a Parquet file does");
    }
    int at = bytes.length - LENGTH_BYTES;
    long length =
        Integer.toUnsignedLong(
            (bytes[at] & 0xFF)
                | (bytes[at + 1] & 0xFF) << 8
                | (bytes[at + 2] & 0xFF) << 16
                | (bytes[at + 3] & 0xFF) << 24);
    if (length > size - FooterFormat.MAGIC_BYTES - LENGTH_BYTES || length > Integer.MAX_VALUE / 2) {
      throw file.corrupt("its footer claims %s of %s bytes".formatted(length, size));
    }
    if (length > at) {
      bytes = last(file, (int) length + LENGTH_BYTES);
    }
    return new FileEnd(file, bytes, size - LENGTH_BYTES - length);
  }

  private static int firstRead(StoredFile file) {
    boolean distant = file.isDistant();
    return file.sizeBytes() <= (distant ? DISTANT_WHOLE_BYTES : WHOLE_BYTES)
        ? (int) file.sizeBytes()
        : distant ? DISTANT_END_BYTES : END_BYTES;
  }

  private static byte[] last(StoredFile file, int length) {
    return file.read(file.sizeBytes() - length, length);
  }

  private static boolean endsWith(byte[] bytes, byte[] end) {
    return Arrays.equals(bytes, bytes.length - end.length, bytes.length, end, 0, end.length);
  }

  /** The same with nothing in front of an offset in the file, unless it is a whole file. */
  FileEnd from(long offset) {
    if (isWhole() || offset <= start()) {
      return this;
    }
    int from = (int) Math.min(offset - start(), bytes.length);
    return new FileEnd(file, Arrays.copyOfRange(bytes, from, bytes.length), footerStart);
  }

  /** Where in the file it starts. */
  long start() {
    return file.sizeBytes() - bytes.length;
  }

  /** Where in the file the footer starts. */
  long footerStart() {
    return footerStart;
  }

  /** The bytes, not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  /** Where in {@link #bytes} the footer starts. */
  int footerFrom() {
    return (int) (footerStart - start());
  }

  /** Where in {@link #bytes} the footer ends. */
  int footerTo() {
    return bytes.length - LENGTH_BYTES;
  }

  /** Whether it is the whole file. */
  boolean isWhole() {
    return bytes.length == file.sizeBytes();
  }

  /** Some bytes of the file, which has so many; those that are not here are read. */
  byte[] bytes(long offset, int length) {
    long from = offset - start();
    return from >= 0
        ? Arrays.copyOfRange(bytes, (int) from, (int) from + length)
        : file.read(offset, length);
  }
}
