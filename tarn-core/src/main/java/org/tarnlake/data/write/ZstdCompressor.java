package org.tarnlake.data.write;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.bytes.ByteOutput;

/**
 * Compresses pages with Zstandard. Its native memory is taken at the first use. One thread at a
 * time.
 */
final class ZstdCompressor implements AutoCloseable {
  /** Faster than 3, and no worse on pages of this size. */
  private static final int LEVEL = 1;

  private @Nullable ZstdCompressCtx context;

  /** Replaces {@code target} by the compressed {@code source}. */
  void compress(ByteOutput source, ByteOutput target) {
    if (context == null) {
      context = new ZstdCompressCtx().setLevel(LEVEL).setChecksum(false).setContentSize(true);
    }
    target.reset();
    int room = Math.toIntExact(Zstd.compressBound(source.size()));
    target.reserve(room);
    target.advance(
        context.compressByteArray(target.array(), 0, room, source.array(), 0, source.size()));
  }

  @Override
  public void close() {
    if (context != null) {
      context.close();
      context = null;
    }
  }
}
