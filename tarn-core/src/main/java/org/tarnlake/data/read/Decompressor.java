package org.tarnlake.data.read;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.format.CompressionCodec;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.bytes.Slice;
import org.tarnlake.error.UnsupportedTableException;

/**
 * Decompresses pages. Its native memory is taken at the first use. One thread at a time.
 *
 * <p>What a page claims to hold is compared with what its content claims, before memory is taken
 * for it.
 */
final class Decompressor implements AutoCloseable {
  private @Nullable ZstdDecompressCtx zstd;
  private final SnappyDecompressor snappy = new SnappyDecompressor();
  private final Lz4Decompressor lz4 = new Lz4Decompressor();

  /**
   * The content of a page.
   *
   * @param length how many bytes it has
   * @param reused memory that may be used for it if it is large enough
   * @throws IllegalArgumentException if it is corrupt
   * @throws UnsupportedTableException if Tarn lacks the codec
   */
  Slice decompress(CompressionCodec codec, Slice source, int length, byte[] reused) {
    if (codec == CompressionCodec.UNCOMPRESSED) {
      require(source.length(), length);
      return source;
    }
    checkClaim(codec, source, length);
    byte[] target = reused.length >= length ? reused : new byte[length];
    int produced =
        switch (codec) {
          case ZSTD -> unzstd(source, target, length);
          case SNAPPY ->
              snappy.decompress(source.bytes, source.start, source.length(), target, 0, length);
          case GZIP -> gunzip(source, target, length);
          case LZ4_RAW ->
              lz4.decompress(source.bytes, source.start, source.length(), target, 0, length);
          case LZ4 -> unHadoopLz4(source, target, length);
          default ->
              throw new UnsupportedTableException(
                  "a data file is compressed with %s, which Tarn cannot read".formatted(codec));
        };
    require(produced, length);
    return new Slice(target, 0, length);
  }

  private static void checkClaim(CompressionCodec codec, Slice source, int length) {
    if (length < 0) {
      throw new IllegalArgumentException("a page claims %s bytes".formatted(length));
    }
    if (codec == CompressionCodec.ZSTD) {
      // 0 and less: the frame does not say.
      long claimed = Zstd.getFrameContentSize(source.bytes, source.start, source.length());
      if (claimed > 0) {
        require(claimed, length);
        Claims.checkFrame(source.length(), length);
        return;
      }
    } else if (codec == CompressionCodec.SNAPPY) {
      require(SnappyDecompressor.getUncompressedLength(source.bytes, source.start), length);
    }
    // Deflate and LZ4 make one byte of at most 1032 and 255.
    if (codec == CompressionCodec.GZIP || codec == CompressionCodec.LZ4_RAW) {
      Claims.checkRatio(source.length(), length);
    }
    Claims.checkCompressed(source.length(), length);
  }

  private static void require(long produced, int claimed) {
    if (produced != claimed) {
      throw new IllegalArgumentException(
          "a page claims %s bytes and has %s".formatted(claimed, produced));
    }
  }

  private int unzstd(Slice source, byte[] target, int length) {
    if (zstd == null) {
      zstd = new ZstdDecompressCtx();
    }
    return zstd.decompressByteArray(target, 0, length, source.bytes, source.start, source.length());
  }

  private static int gunzip(Slice source, byte[] target, int length) {
    try (GZIPInputStream in =
        new GZIPInputStream(
            new ByteArrayInputStream(source.bytes, source.start, source.length()))) {
      int produced = in.readNBytes(target, 0, length);
      return in.read() < 0 ? produced : length + 1;
    } catch (IOException e) {
      throw new IllegalArgumentException("a page is no gzip: " + e.getMessage(), e);
    }
  }

  /**
   * Blocks behind two big-endian lengths, as Hadoop wrote them; or, without them, one raw block.
   */
  private int unHadoopLz4(Slice source, byte[] target, int length) {
    int in = source.start;
    int out = 0;
    while (in + 8 <= source.end) {
      int raw = bigEndian(source.bytes, in);
      int compressed = bigEndian(source.bytes, in + 4);
      if (raw < 0 || raw > length - out || compressed < 0 || compressed > source.end - in - 8) {
        return lz4.decompress(source.bytes, source.start, source.length(), target, 0, length);
      }
      require(lz4.decompress(source.bytes, in + 8, compressed, target, out, raw), raw);
      in += 8 + compressed;
      out += raw;
    }
    return out;
  }

  private static int bigEndian(byte[] bytes, int at) {
    return bytes[at] << 24
        | (bytes[at + 1] & 0xFF) << 16
        | (bytes[at + 2] & 0xFF) << 8
        | (bytes[at + 3] & 0xFF);
  }

  @Override
  public void close() {
    if (zstd != null) {
      zstd.close();
      zstd = null;
    }
  }
}
