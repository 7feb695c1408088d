package org.tarnlake.cli.input;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.ZipException;

/**
 * What the frames of a zstd file hold, one behind another; frames that are to be skipped hold
 * nothing. The library's own streams take a later frame that is cut off within its first bytes for
 * the end. One thread at a time.
 */
final class ZstdFrames extends InputStream {
  private static final int BUFFER_BYTES = 1 << 17;

  private final InputStream in;
  private final ZstdDecompressCtx context = new ZstdDecompressCtx();
  private final byte[] bytes = new byte[BUFFER_BYTES];
  private final ByteBuffer compressed = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
  private final ByteBuffer plain = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);

  /** Whether a frame was begun and not ended. */
  private boolean inFrame;

  ZstdFrames(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!plain.hasRemaining()) {
      boolean mayHaveMore = inFrame && plain.limit() == BUFFER_BYTES;
      if (!compressed.hasRemaining() && !mayHaveMore && !fill()) {
        if (inFrame) {
          throw new EOFException("the last frame is cut off");
        }
        return -1;
      }
      decompress();
    }
    int count = Math.min(length, plain.remaining());
    plain.get(buffer, offset, count);
    return count;
  }

  private boolean fill() throws IOException {
    int count = in.read(bytes);
    if (count > 0) {
      compressed.clear().put(bytes, 0, count).flip();
    }
    return count > 0;
  }

  private void decompress() throws IOException {
    plain.clear();
    try {
      inFrame = !context.decompressDirectByteBufferStream(plain, compressed);
    } catch (ZstdException e) {
      throw (IOException) new ZipException(String.valueOf(e.getMessage())).initCause(e);
    } finally {
      plain.flip();
    }
  }

  @Override
  public void close() throws IOException {
    context.close();
    in.close();
  }
}
