package org.tarnlake.data.bytes;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The CRC-32 of the header of every page of a file, in the order of row groups, column chunks and
 * pages, a dictionary's among them. Parquet's own checksum covers what a page holds, but not what
 * its header says of it. Immutable.
 *
 * <p>As text it is Base64 of, for each column chunk, the number of its pages as a varint and four
 * bytes for each, little-endian.
 */
public final class PageSeals {
  /** Under which the text stands in the footer. */
  public static final String KEY = "tarn.pageHeaders";

  private final List<List<Integer>> chunks;

  private PageSeals(List<List<Integer>> chunks) {
    this.chunks = chunks;
  }

  public static int crc(byte[] header, int from, int to) {
    CRC32 crc = new CRC32();
    crc.update(header, from, to - from);
    return (int) crc.getValue();
  }

  /** The text for the column chunks of all row groups. */
  public static String text(List<List<Integer>> chunks) {
    ByteOutput out = new ByteOutput(64);
    for (List<Integer> pages : chunks) {
      out.putVarint(pages.size());
      pages.forEach(out::putInt);
    }
    byte[] bytes = new byte[out.size()];
    System.arraycopy(out.array(), 0, bytes, 0, bytes.length);
    return Base64.getEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * Reads the text.
   *
   * @param chunkCount how many column chunks the file has
   * @throws RuntimeException if it is none
   */
  public static PageSeals parse(String text, int chunkCount) {
    ByteBuffer bytes =
        ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
    List<List<Integer>> chunks = new ArrayList<>();
    while (bytes.hasRemaining()) {
      int count = varint(bytes);
      if (count < 0 || count > bytes.remaining() / 4) {
        throw new IllegalArgumentException("%s page headers".formatted(count));
      }
      List<Integer> pages = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        pages.add(bytes.getInt());
      }
      chunks.add(pages);
    }
    if (chunks.size() != chunkCount) {
      throw new IllegalArgumentException(
          "page headers of %s column chunks, not %s".formatted(chunks.size(), chunkCount));
    }
    return new PageSeals(chunks);
  }

  private static int varint(ByteBuffer bytes) {
    int value = 0;
    for (int shift = 0; shift < 32; shift += 7) {
      byte next = bytes.get();
      value |= (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number of page headers that does not end");
  }

  /** Those of a column chunk, counted over all row groups. */
  public List<Integer> chunk(int index) {
    return chunks.get(index);
  }
}
