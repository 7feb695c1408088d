package org.tarnlake.judge;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.OutputFile;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;

/**
 * A store's objects as Delta Kernel asks for files, read only: the object {@code a/b} is the file
 * {@code store:/a/b}. Safe for many threads, as the store is.
 */
final class StoreFiles implements FileIO {
  static final String ROOT = "store:/";

  private final ObjectStore store;

  StoreFiles(ObjectStore store) {
    this.store = store;
  }

  private static String name(String path) {
    if (!path.startsWith(ROOT)) {
      throw new AssertionError(path + " is not in the store");
    }
    return path.substring(ROOT.length()).replaceAll("^/+", "");
  }

  @Override
  public CloseableIterator<FileStatus> listFrom(String path) throws IOException {
    String from = name(path);
    String folder = from.substring(0, from.lastIndexOf('/') + 1);
    List<FileStatus> found = new ArrayList<>();
    boolean exists = false;
    for (ObjectInfo object : store.list(folder, "")) {
      exists = true;
      boolean isDirectChild = object.name().indexOf('/', folder.length()) < 0;
      if (isDirectChild && object.name().compareTo(from) >= 0) {
        found.add(FileStatus.of(ROOT + object.name(), object.sizeBytes(), object.modifiedMillis()));
      }
    }
    if (!exists) {
      throw new FileNotFoundException(folder);
    }
    return Utils.toCloseableIterator(found.iterator());
  }

  @Override
  public FileStatus getFileStatus(String path) throws IOException {
    try {
      return FileStatus.of(path, store.size(name(path)), 0);
    } catch (NoSuchFileException e) {
      throw notFound(e);
    }
  }

  @Override
  public String resolvePath(String path) {
    return path;
  }

  @Override
  public InputFile newInputFile(String path, long size) {
    return new InputFile() {
      @Override
      public long length() throws IOException {
        return getFileStatus(path).getSize();
      }

      @Override
      public String path() {
        return path;
      }

      @Override
      public SeekableInputStream newStream() throws IOException {
        try {
          return new ObjectStream(store.get(name(path)));
        } catch (NoSuchFileException e) {
          throw notFound(e);
        }
      }
    };
  }

  private static FileNotFoundException notFound(NoSuchFileException cause) {
    FileNotFoundException e = new FileNotFoundException(cause.getMessage());
    e.initCause(cause);
    return e;
  }

  @Override
  public Optional<String> getConf(String name) {
    return Optional.empty();
  }

  @Override
  public boolean mkdirs(String path) {
    throw readOnly();
  }

  @Override
  public OutputFile newOutputFile(String path) {
    throw readOnly();
  }

  @Override
  public boolean delete(String path) {
    throw readOnly();
  }

  @Override
  public void copyFileAtomically(String from, String to, boolean overwrite) {
    throw readOnly();
  }

  private static UnsupportedOperationException readOnly() {
    return new UnsupportedOperationException("a judge changes nothing");
  }

  private static final class ObjectStream extends SeekableInputStream {
    private final byte[] bytes;
    private int position;

    ObjectStream(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void seek(long to) {
      position = Math.toIntExact(to);
    }

    @Override
    public int read() {
      return position < bytes.length ? bytes[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (length > 0 && position >= bytes.length) {
        return -1;
      }
      int count = Math.min(length, bytes.length - position);
      System.arraycopy(bytes, position, into, offset, count);
      position += count;
      return count;
    }

    @Override
    public void readFully(byte[] into, int offset, int length) throws IOException {
      if (length > bytes.length - position) {
        throw new EOFException("%d bytes at %d of %d".formatted(length, position, bytes.length));
      }
      System.arraycopy(bytes, position, into, offset, length);
      position += length;
    }
  }
}
