package org.tarnlake.cli.input;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tarnlake.cli.terminal.Failure;

/** How a text may be compressed; its first bytes tell, whatever its name. */
public enum Compression {
  GZIP("gzip", ".gz", "\u001f\u008b") {
    @Override
    InputStream reader(InputStream in) throws IOException {
      return new Gzip(new Members(in));
    }

    @Override
    OutputStream writer(OutputStream out) throws IOException {
      return new GZIPOutputStream(out, BUFFER_BYTES);
    }
  },
  ZSTD("zstd", ".zst", "(\u00b5/\u00fd") {
    @Override
    InputStream reader(InputStream in) throws IOException {
      return new ZstdFrames(in);
    }

    @Override
    OutputStream writer(OutputStream out) throws IOException {
      return new ZstdOutputStream(out);
    }

    /** A file may begin with a frame that holds other things than text, as pzstd writes one. */
    @Override
    boolean begins(byte[] first) {
      return super.begins(first)
          || (first.length == MAGIC_MAX
              && (first[0] & 0xF0) == 0x50
              && first[1] == 0x2A
              && first[2] == 0x4D
              && first[3] == 0x18);
    }
  },
  BZIP2("bzip2", ".bz2", "BZh") {
    @Override
    InputStream reader(InputStream in) throws IOException {
      boolean alsoWhatFollowsTheFirstStream = true;
      return new Checked(new BZip2CompressorInputStream(in, alsoWhatFollowsTheFirstStream));
    }

    @Override
    OutputStream writer(OutputStream out) {
      throw new Failure("bzip2 is read and not written; name the file .gz or .zst");
    }
  };

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MAGIC_MAX = 4;

  private final String called;
  private final String suffix;

  /** The first bytes, each as a character. */
  private final String magic;

  Compression(String called, String suffix, String magic) {
    this.called = called;
    this.suffix = suffix;
    this.magic = magic;
  }

  abstract InputStream reader(InputStream in) throws IOException;

  abstract OutputStream writer(OutputStream out) throws IOException;

  /**
   * A stream that compresses what is written, if the name of a file says so.
   *
   * @throws Failure if nothing here writes that
   */
  public static OutputStream compressed(OutputStream out, String name) throws IOException {
    String lower = name.toLowerCase(Locale.ROOT);
    for (Compression each : values()) {
      if (lower.endsWith(each.suffix)) {
        return each.writer(out);
      }
    }
    return out;
  }

  /** A name without the suffix of a compression. */
  static String withoutSuffix(String name) {
    for (Compression each : values()) {
      if (name.endsWith(each.suffix)) {
        return name.substring(0, name.length() - each.suffix.length());
      }
    }
    return name;
  }

  /**
   * What a stream holds when it is decompressed.
   *
   * @param name of the file
   * @throws Failure if it is not compressed as its name says
   */
  static InputStream decompressed(BufferedInputStream in, String name) throws IOException {
    in.mark(MAGIC_MAX);
    byte[] first = in.readNBytes(MAGIC_MAX);
    in.reset();
    String lower = name.toLowerCase(Locale.ROOT);
    for (Compression each : values()) {
      if (each.begins(first)) {
        return each.reader(in);
      }
    }
    for (Compression each : values()) {
      if (lower.endsWith(each.suffix)) {
        throw new Failure(
            "%s is not compressed by %s, though its name says so; rename or compress it"
                .formatted(name, each.called));
      }
    }
    return in;
  }

  /** Whether a file with these first bytes is compressed so. */
  boolean begins(byte[] first) {
    return new String(first, StandardCharsets.ISO_8859_1).startsWith(magic);
  }

  /** Whether a failure to read says that what is compressed is damaged. */
  static boolean isDamage(IOException e) {
    return e instanceof EOFException || e instanceof ZipException;
  }

  /** Refuses what follows the last member and is none, which the JDK takes for the end. */
  private static final class Gzip extends GZIPInputStream {
    private static final int TRAILER_BYTES = 8;

    Gzip(InputStream in) throws IOException {
      super(in, BUFFER_BYTES);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      if (count < 0 && (inf.getRemaining() > TRAILER_BYTES || in.read() >= 0)) {
        throw new ZipException("what follows is no gzip");
      }
      return count;
    }
  }

  /** What a library finds wrong with the bytes it tells by exceptions of its own. */
  private static final class Checked extends FilterInputStream {
    Checked(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return in.read(buffer, offset, length);
      } catch (RuntimeException e) {
        throw (IOException) new ZipException(String.valueOf(e.getMessage())).initCause(e);
      }
    }
  }

  /** Tells the end of a pipe from a pause, by which the reader of gzip knows that more follows. */
  private static final class Members extends BufferedInputStream {
    Members(InputStream in) {
      super(in, BUFFER_BYTES);
    }

    @Override
    public synchronized int available() throws IOException {
      mark(1);
      int next = read();
      reset();
      return next < 0 ? 0 : Math.max(1, super.available());
    }
  }
}
