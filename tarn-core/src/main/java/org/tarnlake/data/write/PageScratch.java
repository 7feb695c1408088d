package org.tarnlake.data.write;

import java.util.zip.CRC32;
import org.tarnlake.data.bytes.ByteOutput;

/** What pages are put together in; one for each file being written. One thread at a time. */
final class PageScratch implements AutoCloseable {
  final ByteOutput raw = new ByteOutput(1024);
  final ByteOutput compressed = new ByteOutput(0);
  final CRC32 crc = new CRC32();
  private final ZstdCompressor zstd = new ZstdCompressor();

  /** Compresses {@link #raw} into {@link #compressed}. */
  void compress() {
    zstd.compress(raw, compressed);
  }

  int crcOf(ByteOutput content) {
    crc.reset();
    crc.update(content.array(), 0, content.size());
    return (int) crc.getValue();
  }

  @Override
  public void close() {
    zstd.close();
  }
}
