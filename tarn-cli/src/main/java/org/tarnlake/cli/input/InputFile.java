package org.tarnlake.cli.input;

import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.terminal.Failure;

/**
 * A file to read, or a pipe, or with {@code -} the standard input. A text may be compressed,
 * whatever its name. What can be read only once is copied where it is read twice. One thread at a
 * time.
 */
final class InputFile {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final String STANDARD_INPUT = "-";

  private final Path path;
  private final Charset encoding;
  private @Nullable Path copy;

  /** A copy without a name. */
  private @Nullable FileChannel nameless;

  private long readBytes;

  /**
   * @param path as the user gave it
   * @param encoding of a text
   */
  InputFile(Path path, Charset encoding) {
    this.path = path;
    this.encoding = encoding;
  }

  /** What separates the fields of files that are called so. */
  char usualDelimiter() {
    return InputFormat.delimiterOf(path);
  }

  String name() {
    return isStandardInput() ? "standard input" : path.toString();
  }

  private boolean isStandardInput() {
    return path.toString().equals(STANDARD_INPUT);
  }

  /** Sees to it that the file can be read again: what is a pipe is copied. */
  void keep() {
    if (copy == null && nameless == null && isReadOnce()) {
      nameless = copyWithoutName();
    }
  }

  /**
   * A file that can be read by its name, again and again: this one, or a copy that goes when the
   * process ends, unless that is killed.
   */
  Path keepByName() {
    Path kept = copy;
    if (kept == null) {
      kept = isReadOnce() ? copyWithName() : path;
      copy = kept;
    }
    return kept;
  }

  private boolean isReadOnce() {
    return isStandardInput() || isPipe();
  }

  private boolean isPipe() {
    return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
  }

  /** Nothing stays of it, however the process ends: its name goes as soon as it is open. */
  private FileChannel copyWithoutName() {
    try (InputStream in = bytes()) {
      FileChannel file =
          FileChannel.open(
              Files.createTempFile("tarn-", ".copy"),
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      in.transferTo(Channels.newOutputStream(file));
      return file;
    } catch (IOException e) {
      throw notCopied(e);
    }
  }

  private Path copyWithName() {
    try (InputStream in = bytes()) {
      Path file = Files.createTempFile("tarn-", ".copy");
      file.toFile().deleteOnExit();
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (IOException e) {
      throw notCopied(e);
    }
  }

  private Failure notCopied(IOException e) {
    return new Failure(
        "cannot copy %s, which is to be read twice, into the folder for temporary files: %s; save it to a file and import that, or name another folder by TMPDIR"
            .formatted(name(), e.getMessage()),
        e);
  }

  private InputStream bytes() throws IOException {
    if (nameless != null) {
      return new FromStart(nameless);
    }
    if (copy == null && isStandardInput()) {
      return new FileInputStream(FileDescriptor.in);
    }
    return new FileInputStream((copy == null ? path : copy).toFile());
  }

  /** All bytes of an open file, which stays open. */
  private static final class FromStart extends InputStream {
    private final FileChannel file;
    private long position;

    FromStart(FileChannel file) {
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = file.read(ByteBuffer.wrap(buffer, offset, length), position);
      position += Math.max(0, count);
      return count;
    }
  }

  /** The text, which should be UTF-8, without a byte order mark. */
  BufferedInputStream openText() {
    if (Files.isDirectory(path)) {
      throw new Failure("%s is a folder; name a file in it".formatted(path));
    }
    if (nameless == null && !isStandardInput() && !Files.exists(path)) {
      throw new Failure("%s does not exist; check the path".formatted(path));
    }
    InputStream in = null;
    try {
      BufferedInputStream plain = new BufferedInputStream(new Counter(bytes()), BUFFER_BYTES);
      in = plain;
      in = Compression.decompressed(plain, name());
      if (!encoding.equals(StandardCharsets.UTF_8)) {
        in = new Transcoder(in, encoding, name());
      }
      BufferedInputStream text = new BufferedInputStream(in, BUFFER_BYTES);
      skipByteOrderMark(text);
      return text;
    } catch (IOException | Failure e) {
      closeQuietly(in);
      throw e instanceof Failure failure ? failure : unreadable((IOException) e);
    }
  }

  /** How many bytes there are, compressed or not; -1 if that is not known. */
  long sizeBytes() {
    Path file = copy == null ? path : copy;
    try {
      if (nameless != null) {
        return nameless.size();
      }
      return Files.isRegularFile(file) ? Files.size(file) : -1;
    } catch (IOException e) {
      // It is told how far the reading has come, and nothing else.
      return -1;
    }
  }

  /** How many bytes were read since the file was last opened. */
  long readBytes() {
    return readBytes;
  }

  /** Counts what is read. */
  private final class Counter extends FilterInputStream {
    Counter(InputStream in) {
      super(in);
      readBytes = 0;
    }

    @Override
    public int read() throws IOException {
      int next = in.read();
      readBytes += next < 0 ? 0 : 1;
      return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = in.read(buffer, offset, length);
      readBytes += Math.max(0, count);
      return count;
    }
  }

  Failure unreadable(IOException e) {
    return Compression.isDamage(e)
        ? new Failure("%s is damaged or cut off: it cannot be decompressed".formatted(name()), e)
        : new Failure("cannot read %s: %s".formatted(name(), e.getMessage()), e);
  }

  /** What is told where a record does not fit into memory. */
  Failure tooLarge(long line, OutOfMemoryError e) {
    return new Failure(
        "%s:%s: what begins here does not fit into the %s MB of memory that Java may use; is a quote never closed? Else give it more: JAVA_TOOL_OPTIONS=-Xmx8g"
            .formatted(name(), line, Runtime.getRuntime().maxMemory() / 1_000_000),
        e);
  }

  private void skipByteOrderMark(BufferedInputStream text) throws IOException {
    text.mark(4);
    byte[] first = text.readNBytes(4);
    text.reset();
    String other = otherEncoding(first);
    if (other != null) {
      throw new Failure("%s is %s; add --encoding %s".formatted(name(), other, other));
    }
    if (startsWith(first, 0xEF, 0xBB, 0xBF)) {
      text.skipNBytes(3);
    }
  }

  /**
   * The encoding that the first bytes are of, by their mark, or by the zeros of characters of
   * ASCII; null if it may be UTF-8.
   */
  private static @Nullable String otherEncoding(byte[] first) {
    if (startsWith(first, 0xFF, 0xFE, 0, 0) || startsWith(first, 0, 0, 0xFE, 0xFF)) {
      return "UTF-32";
    }
    if (startsWith(first, 0xFF, 0xFE) || startsWith(first, 0xFE, 0xFF)) {
      return "UTF-16";
    }
    StringBuilder zeros = new StringBuilder();
    for (byte each : first) {
      zeros.append(each == 0 ? '0' : 'x');
    }
    return switch (zeros.toString()) {
      case "x0x0" -> "UTF-16LE";
      case "0x0x" -> "UTF-16BE";
      case "x000" -> "UTF-32LE";
      case "000x" -> "UTF-32BE";
      default -> null;
    };
  }

  private static boolean startsWith(byte[] bytes, int... beginning) {
    boolean same = bytes.length >= beginning.length;
    for (int i = 0; same && i < beginning.length; i++) {
      same = (bytes[i] & 0xFF) == beginning[i];
    }
    return same;
  }

  /** Closes a stream whose reading failed already. */
  static void closeQuietly(@Nullable InputStream in) {
    if (in != null) {
      try {
        in.close();
      } catch (IOException e) {
        // The failure that led here is told instead.
      }
    }
  }
}
