package org.tarnlake.store.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tarnlake.env.Environment;
import org.tarnlake.store.ForbiddenPathException;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectNames;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.Upload;

/**
 * Objects as the files of one folder, shared by any number of processes. Safe for many threads.
 *
 * <p>An object is written to a temporary file, synced, linked to its name, and reported once the
 * folder is synced too. Beyond what every {@link ObjectStore} guarantees:
 *
 * <ol>
 *   <li>Folders on the way to an object are made as needed and are as durable as it is. {@link
 *       #delete} leaves them.
 *   <li>An interrupt neither fails nor shortens a call; the thread's flag stays set.
 *   <li>After an {@link IOException} this process cannot read an object whose name is there but
 *       whose folder could not be synced: nobody takes for durable what is not.
 *   <li>Temporary files are in {@code _tarn/tmp}. Those of crashed processes are removed by {@link
 *       #open} a day later.
 * </ol>
 *
 * <p>The folder must lie on one file system; symbolic links in it are followed to what is below it;
 * see {@link #open(Path, List)} for more. Names that differ only in case are one where the file
 * system ignores case. Files whose names cannot be an object's, or are not UTF-8, are no objects.
 * On a file system without hard links (FAT, exFAT) a file lock decides who creates an object: then
 * all writers must be on one machine. Windows cannot sync a folder: there an object survives a
 * crash of the process, and one of the machine as far as NTFS keeps its journal.
 */
public final class LocalStore implements ObjectStore {
  private final Path root;
  private final LocalCalls calls;
  private final LocalBounds bounds;
  private final LocalNames names;
  private final LocalFolders folders;
  private final LocalTemporaries temporaries;
  private final LocalCreation creation;

  private LocalStore(Path root, LocalCalls calls, LocalBounds bounds, Environment environment) {
    this.root = root;
    this.calls = calls;
    this.bounds = bounds;
    this.names = new LocalNames(root);
    this.folders = new LocalFolders(root, calls, bounds);
    this.temporaries = new LocalTemporaries(root, folders, bounds, environment);
    LocalNaming naming = new LocalNaming(calls, temporaries);
    this.creation = new LocalCreation(names, bounds, folders, temporaries, naming);
  }

  /**
   * Opens an existing folder. Writes nothing into it.
   *
   * @throws NoSuchFileException if there is none
   */
  public static LocalStore open(Path root) throws IOException {
    return open(root, List.of());
  }

  /**
   * Opens an existing folder, whose objects may also be, or lie behind, symbolic links to what is
   * below some other folders. Writes nothing into it.
   *
   * @param readable those folders, which are only read
   * @throws NoSuchFileException if one of the folders does not exist
   */
  public static LocalStore open(Path root, List<Path> readable) throws IOException {
    return open(root, readable, LocalCalls.REAL);
  }

  /**
   * The same files by absolute paths, without the slash they start with. For reading what a table
   * names so.
   */
  public LocalStore disk() {
    return new LocalStore(
        Objects.requireNonNull(root.getRoot()), calls, bounds, Environment.system());
  }

  /**
   * Refuses a folder if it, or one on the way to it from the root, is a symbolic link: two names
   * would then be one folder.
   *
   * @throws ForbiddenPathException if it is
   */
  public void requireNoLink(String folder) throws ForbiddenPathException {
    names.requireNoLink(folder);
  }

  /** Makes the folder and those above it, unless they exist, and opens it. */
  public static LocalStore create(Path root) throws IOException {
    try {
      LocalFolders.createRoot(root);
    } catch (IOException e) {
      throw LocalFailure.of("create the folder", root.toString(), root, e);
    }
    return open(root);
  }

  static LocalStore open(Path root, LocalCalls calls) throws IOException {
    return open(root, List.of(), calls);
  }

  private static LocalStore open(Path root, List<Path> readable, LocalCalls calls)
      throws IOException {
    LocalFolders.requireRoot(root);
    Environment environment = Environment.system();
    Path absolute = root.toAbsolutePath();
    LocalBounds bounds = new LocalBounds(absolute, readable);
    LocalStore store = new LocalStore(absolute, calls, bounds, environment);
    store.temporaries.removeAbandoned(environment.clock().instant());
    return store;
  }

  /** {@inheritDoc} One link decides; a name that is taken already costs no writing. */
  @Override
  public boolean putIfAbsent(String name, byte[] content) throws IOException {
    return creation.create(Map.of(name, content)) == 1;
  }

  /** {@inheritDoc} Each folder is synced once. */
  @Override
  public int putAllIfAbsent(Map<String, byte[]> objects) throws IOException {
    return creation.create(objects);
  }

  @Override
  public Upload upload(String name) throws IOException {
    Path path = names.path(name);
    try {
      folders.ensure(LocalFolders.of(path));
      return new LocalUpload(
          name, path, temporaries.create(), file -> creation.create(name, path, file));
    } catch (IOException e) {
      throw LocalFailure.of("create", name, path, e);
    }
  }

  /** {@inheritDoc} A hard link, where the file system makes one of this store's own file. */
  @Override
  public boolean copy(ObjectStore from, String object, String name) throws IOException {
    Path path = names.path(name);
    if (from == this && size(object) >= 0 && creation.share(names.path(object), name, path)) {
      return true;
    }
    return ObjectStore.super.copy(from, object, name);
  }

  @Override
  public void put(String name, byte[] content) throws IOException {
    creation.replace(name, names.path(name), content);
  }

  @Override
  public byte[] get(String name) throws IOException {
    return read(
        name,
        channel -> {
          long sizeBytes = channel.size();
          if (sizeBytes > Integer.MAX_VALUE - 8) {
            throw new IOException(
                "its %s bytes do not fit into one array; read it in ranges".formatted(sizeBytes));
          }
          return read(channel, 0, (int) sizeBytes);
        });
  }

  @Override
  public byte[] getRange(String name, long offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, Long.MAX_VALUE);
    return read(
        name,
        channel -> {
          long left = Math.max(0, channel.size() - offset);
          return read(channel, offset, (int) Math.min(length, left));
        });
  }

  @FunctionalInterface
  private interface Reader {
    byte[] read(FileChannel channel) throws IOException;
  }

  private byte[] read(String name, Reader reader) throws IOException {
    Path path = pathOfDurable(name);
    try {
      return Uninterrupted.call(
          () -> {
            try (FileChannel channel = bounds.open(path)) {
              return reader.read(channel);
            }
          });
    } catch (IOException e) {
      throw readFailure(name, path, e);
    }
  }

  private static byte[] read(FileChannel channel, long offset, int length) throws IOException {
    byte[] bytes = new byte[length];
    int read = 0;
    while (read < length) {
      int chunk = Math.min(length - read, LocalTemporary.CHUNK_BYTES);
      int count = channel.read(ByteBuffer.wrap(bytes, read, chunk), offset + read);
      if (count < 0) {
        return Arrays.copyOf(bytes, read);
      }
      read += count;
    }
    return bytes;
  }

  @Override
  public long size(String name) throws IOException {
    Path path = pathOfDurable(name);
    try {
      return bounds.find(path).size();
    } catch (IOException e) {
      throw readFailure(name, path, e);
    }
  }

  @Override
  public List<ObjectInfo> list(String prefix, String startAfter) throws IOException {
    ObjectNames.checkPrefix(prefix);
    try {
      return new LocalListing(names, bounds, prefix, startAfter).run();
    } catch (IOException e) {
      throw LocalFailure.of("list", prefix, root, e);
    }
  }

  @Override
  public void delete(String name) throws IOException {
    Path path = names.path(name);
    try {
      Path folder = LocalFolders.of(path);
      bounds.requireWritable(folder);
      bounds.requireUnchanged(folder, Files.readAttributes(folder, BasicFileAttributes.class));
      if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException e) {
      // Then neither is the object.
    } catch (IOException e) {
      if (!LocalFailure.isMissing(root, path, e)) {
        throw LocalFailure.of("delete", name, path, e);
      }
    }
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  @Override
  public String location() {
    return root.toString();
  }

  @Override
  public void close() {}

  private Path pathOfDurable(String name) throws IOException {
    Path path = names.path(name);
    if (creation.isDoubtful(name)) {
      throw new IOException(
          "whether %s survives a crash is unknown, since its folder could not be synced;"
                  .formatted(path)
              + " check the disk, then open the lake again");
    }
    return path;
  }

  private IOException readFailure(String name, Path path, IOException e) {
    if (e instanceof NoSuchFileException || e instanceof ForbiddenPathException) {
      return e;
    }
    return LocalFailure.isMissing(root, path, e)
        ? new NoSuchFileException(path.toString())
        : LocalFailure.of("read", name, path, e);
  }
}
