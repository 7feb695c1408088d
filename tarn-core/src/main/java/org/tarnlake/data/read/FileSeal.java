package org.tarnlake.data.read;

import org.apache.parquet.format.ColumnMetaData;
import org.tarnlake.data.bytes.FooterFormat;
import org.tarnlake.data.bytes.StoredFile;
import org.tarnlake.data.schema.FileColumn;
import org.tarnlake.error.TarnException;

/**
 * Holds every byte of a file that Tarn wrote against the checksums in it: those of pages, of their
 * headers, of the page indexes and of the footer, between which no byte is left. Stateless.
 */
final class FileSeal {
  private FileSeal() {}

  /** Throws CorruptionException if a byte is not as it was written. */
  static void verify(Footer footer) {
    StoredFile file = footer.file();
    footer.checkStart();
    footer.indexes(); // Which holds them against their checksum.
    long at = FooterFormat.MAGIC_BYTES;
    for (int group = 0; group < footer.rowGroups().size(); group++) {
      for (FileColumn scalar : footer.schema().scalars()) {
        at = verifyChunk(footer, group, scalar, at);
      }
      for (FileColumn scalar : footer.schema().scalars()) {
        at = verifyFilter(footer, group, scalar, at);
      }
    }
    if (at != footer.pagesEnd()) {
      throw file.corrupt("its pages end at %s and not at %s".formatted(at, footer.pagesEnd()));
    }
  }

  /** Returns where a Bloom filter ends, which starts at {@code start} if there is one. */
  private static long verifyFilter(Footer footer, int group, FileColumn scalar, long start) {
    ColumnMetaData chunk = footer.chunk(group, scalar);
    if (!chunk.isSetBloom_filter_offset()) {
      return start;
    }
    if (chunk.getBloom_filter_offset() != start
        || ChunkFilter.load(footer, group, scalar) == null) {
      throw footer.file().corrupt("the Bloom filter at %s is no filter".formatted(start));
    }
    return start + chunk.getBloom_filter_length();
  }

  /** Returns where the chunk ends, which starts at {@code start}. */
  private static long verifyChunk(Footer footer, int group, FileColumn scalar, long start) {
    ColumnMetaData chunk =
        footer.rowGroups().get(group).getColumns().get(scalar.scalar().index()).getMeta_data();
    ChunkLoader loader = new ChunkLoader(footer, RowRanges.all(0));
    ChunkBytes bytes = loader.add(chunk, null);
    if (bytes.start() != start) {
      throw footer
          .file()
          .corrupt("a column chunk starts at %s and not at %s".formatted(bytes.start(), start));
    }
    loader.load();
    try {
      new PageHeaders(chunk, bytes, null, footer.seals(group, scalar)).verify();
    } catch (TarnException e) {
      throw e;
    } catch (RuntimeException e) {
      throw footer
          .file()
          .corrupt(
              "row group %s, column '%s': %s"
                  .formatted(group, String.join(".", scalar.scalar().path()), e.getMessage()),
              e);
    }
    return bytes.end();
  }
}
