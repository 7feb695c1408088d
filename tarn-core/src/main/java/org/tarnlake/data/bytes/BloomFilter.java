package org.tarnlake.data.bytes;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.parquet.format.BloomFilterAlgorithm;
import org.apache.parquet.format.BloomFilterCompression;
import org.apache.parquet.format.BloomFilterHash;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.SplitBlockAlgorithm;
import org.apache.parquet.format.Uncompressed;
import org.apache.parquet.format.XxHash;
import org.jspecify.annotations.Nullable;

/**
 * Tells of most values that they are not among those of a column chunk: Parquet's split block Bloom
 * filter, of {@link XxHash64 hashes} of the values. One thread at a time while values are added.
 *
 * @see <a href="https://github.com/apache/parquet-format/blob/master/BloomFilter.md">the format</a>
 */
public final class BloomFilter {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** A value sets one bit in each of a block's eight words. */
  private static final int[] SALT = {
    0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31
  };

  private static final int BLOCK_BYTES = 32;

  /** Then about one value in a hundred that is not there seems to be. */
  private static final int BITS_PER_VALUE = 10;

  private static final int BYTES_MAX = 1 << 27;

  private final byte[] bits;
  private final int from;
  private final int blocks;

  private BloomFilter(byte[] bits, int from, int length) {
    this.bits = bits;
    this.from = from;
    this.blocks = length / BLOCK_BYTES;
  }

  /** An empty one for so many different values. */
  public static BloomFilter of(int values) {
    long wanted = Math.max(BLOCK_BYTES, (long) values * BITS_PER_VALUE / 8);
    // Some readers take powers of two only.
    long bytes = Long.highestOneBit(2 * wanted - 1);
    int length = (int) Math.min(BYTES_MAX, bytes);
    return new BloomFilter(new byte[length], 0, length);
  }

  /**
   * Reads what stands in a file.
   *
   * @return null if it is of a kind that only a later version of the format has
   * @throws IOException if the bytes are no filter
   */
  public static @Nullable BloomFilter read(byte[] bytes) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    BloomFilterHeader header = Thrift.read(in, new BloomFilterHeader(), bytes.length);
    if (!header.getAlgorithm().isSetBLOCK()
        || !header.getHash().isSetXXHASH()
        || !header.getCompression().isSetUNCOMPRESSED()) {
      return null;
    }
    int length = header.getNumBytes();
    if (length < BLOCK_BYTES || length % BLOCK_BYTES != 0 || length > in.available()) {
      throw new IOException("a Bloom filter of %s bytes".formatted(length));
    }
    return new BloomFilter(bytes, bytes.length - in.available(), length);
  }

  /** How many bytes a filter has, header included, that begins so; -1 if it is none. */
  public static int lengthBytes(byte[] beginning) {
    ByteArrayInputStream in = new ByteArrayInputStream(beginning);
    try {
      BloomFilterHeader header = Thrift.read(in, new BloomFilterHeader(), beginning.length);
      long length = (long) header.getNumBytes() + beginning.length - in.available();
      return length < 0 || length > BYTES_MAX ? -1 : (int) length;
    } catch (IOException | RuntimeException e) {
      return -1;
    }
  }

  public void writeTo(ByteOutput out) {
    BloomFilterHeader header =
        new BloomFilterHeader(
            bits.length,
            BloomFilterAlgorithm.BLOCK(new SplitBlockAlgorithm()),
            BloomFilterHash.XXHASH(new XxHash()),
            BloomFilterCompression.UNCOMPRESSED(new Uncompressed()));
    Thrift.write(header, out);
    out.write(bits, 0, bits.length);
  }

  public void add(long hash) {
    int block = block(hash);
    for (int i = 0; i < SALT.length; i++) {
      int at = block + 4 * i;
      INT.set(bits, at, (int) INT.get(bits, at) | bit(hash, i));
    }
  }

  /** False only if no value of that hash was added. */
  public boolean mayHave(long hash) {
    int block = block(hash);
    for (int i = 0; i < SALT.length; i++) {
      if (((int) INT.get(bits, block + 4 * i) & bit(hash, i)) == 0) {
        return false;
      }
    }
    return true;
  }

  private int block(long hash) {
    return from + BLOCK_BYTES * (int) (((hash >>> 32) * blocks) >>> 32);
  }

  private static int bit(long hash, int word) {
    return 1 << (((int) hash * SALT[word]) >>> 27);
  }
}
