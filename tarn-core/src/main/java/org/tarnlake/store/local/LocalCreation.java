package org.tarnlake.store.local;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.NothingWrittenException;

/**
 * Makes objects: temporary files that are synced, linked to their names, and reported once the
 * folders of these are synced. Safe for many threads.
 *
 * <p>Several at once cost less than one after the other: all are written before the first is
 * synced, so that the file system has one thing to do for all, and each folder is synced once.
 */
final class LocalCreation {
  private final LocalNames names;
  private final LocalBounds bounds;
  private final LocalFolders folders;
  private final LocalTemporaries temporaries;
  private final LocalNaming naming;

  /** Names given to objects in folders that then could not be synced. */
  private final Set<String> doubtful = ConcurrentHashMap.newKeySet();

  LocalCreation(
      LocalNames names,
      LocalBounds bounds,
      LocalFolders folders,
      LocalTemporaries temporaries,
      LocalNaming naming) {
    this.names = names;
    this.bounds = bounds;
    this.folders = folders;
    this.temporaries = temporaries;
    this.naming = naming;
  }

  /**
   * An object that is to get a name.
   *
   * @param file its content; null if it is elsewhere
   */
  private record Unnamed(String name, Path path, @Nullable LocalTemporary file) {
    LocalTemporary content() {
      return Objects.requireNonNull(file, "file");
    }

    void close() {
      content().close();
    }
  }

  /** Whether it is unknown if an object survives a crash. */
  boolean isDoubtful(String name) {
    return doubtful.contains(name);
  }

  /** As {@link org.tarnlake.store.ObjectStore#putAllIfAbsent}. */
  int create(Map<String, byte[]> objects) throws IOException {
    List<Unnamed> unnamed = new ArrayList<>();
    try {
      Unnamed taken = null;
      for (Map.Entry<String, byte[]> object : objects.entrySet()) {
        Path path = names.path(object.getKey());
        if (Files.exists(path)) {
          // To find that out costs no writing.
          taken = new Unnamed(object.getKey(), path, null);
          break;
        }
        unnamed.add(written(object.getKey(), path, object.getValue()));
      }
      for (Unnamed each : unnamed) {
        sync(each);
      }
      return name(unnamed, taken);
    } finally {
      unnamed.forEach(Unnamed::close);
    }
  }

  /** Gives a temporary file its name, unless that is taken. */
  boolean create(String name, Path path, LocalTemporary file) throws IOException {
    Unnamed unnamed = new Unnamed(name, path, file);
    sync(unnamed);
    return name(List.of(unnamed), null) == 1;
  }

  /** Nothing of this object is visible if it fails. */
  private Unnamed written(String name, Path path, byte[] content) throws NothingWrittenException {
    LocalTemporary file = null;
    try {
      folders.ensure(LocalFolders.of(path));
      file = temporaries.create();
      file.write(content, 0, content.length);
      return new Unnamed(name, path, file);
    } catch (IOException e) {
      if (file != null) {
        file.close();
      }
      throw nothingWritten(name, path, e);
    }
  }

  private static void sync(Unnamed object) throws NothingWrittenException {
    try {
      object.content().sync();
    } catch (IOException e) {
      throw nothingWritten(object.name, object.path, e);
    }
  }

  private static NothingWrittenException nothingWritten(String name, Path path, IOException e) {
    IOException failure = LocalFailure.of("create", name, path, e);
    return new NothingWrittenException(String.valueOf(failure.getMessage()), e);
  }

  /**
   * Names objects until a name is taken; returns how many, once all names are durable, the taken
   * one too.
   *
   * @param taken one behind them whose name is known to be taken
   */
  private int name(List<Unnamed> unnamed, @Nullable Unnamed taken) throws IOException {
    List<Unnamed> created = new ArrayList<>();
    Unnamed last = taken;
    IOException failure = null;
    try {
      for (Unnamed each : unnamed) {
        last = each;
        if (!inFolder(each.path, () -> naming.give(each.content().path(), each.path))) {
          break;
        }
        created.add(each);
      }
      if (created.size() == unnamed.size()) {
        last = taken;
      }
      if (last != null) {
        requireObject(last.path);
      }
    } catch (IOException e) {
      failure = failure(last, created, e);
    }
    try {
      syncFolders(created, failure == null ? last : null);
    } catch (IOException e) {
      failure = failure == null ? e : failure;
    }
    if (failure != null) {
      throw failure;
    }
    return created.size();
  }

  /** What went wrong with an object; not that nothing was written, if those before it were. */
  private static IOException failure(
      @Nullable Unnamed object, List<Unnamed> created, IOException e) {
    if (object == null || (e instanceof NothingWrittenException && created.isEmpty())) {
      return e;
    }
    return LocalFailure.of("create", object.name, object.path, e);
  }

  private void syncFolders(List<Unnamed> created, @Nullable Unnamed taken) throws IOException {
    Map<Path, Unnamed> byFolder = new LinkedHashMap<>();
    created.forEach(each -> byFolder.put(LocalFolders.of(each.path), each));
    if (taken != null) {
      byFolder.put(LocalFolders.of(taken.path), taken);
    }
    for (Map.Entry<Path, Unnamed> folder : byFolder.entrySet()) {
      try {
        folders.sync(folder.getKey());
      } catch (IOException e) {
        created.forEach(each -> doubtful.add(each.name));
        throw LocalFailure.of("create", folder.getValue().name, folder.getValue().path, e);
      }
    }
  }

  /**
   * Gives an object another name, unless that is taken.
   *
   * @return whether it was given; false if it is taken, or the object cannot have another name
   */
  boolean share(Path object, String name, Path path) throws IOException {
    Unnamed shared = new Unnamed(name, path, null);
    try {
      folders.ensure(LocalFolders.of(path));
      if (!inFolder(path, () -> naming.share(object, path))) {
        return false;
      }
    } catch (IOException e) {
      throw LocalFailure.of("create", name, path, e);
    }
    syncFolders(List.of(shared), null);
    return true;
  }

  /** Creates or replaces an object, which a crash of the machine may take. */
  void replace(String name, Path path, byte[] content) throws IOException {
    try {
      folders.ensure(LocalFolders.of(path));
      try (LocalTemporary file = temporaries.create()) {
        file.write(content, 0, content.length);
        file.closeUnsynced();
        LocalFolders.removeForeignChecksum(path);
        inFolder(path, () -> Files.move(file.path(), path, StandardCopyOption.ATOMIC_MOVE));
      }
    } catch (IOException e) {
      throw LocalFailure.of("write", name, path, e);
    }
  }

  /** Runs what needs the folder of a path, again if somebody removed the folder before. */
  private <T> T inFolder(Path path, Uninterrupted.Operation<T> operation) throws IOException {
    try {
      return operation.run();
    } catch (NoSuchFileException e) {
      folders.forget(LocalFolders.of(path));
      folders.ensure(LocalFolders.of(path));
      return operation.run();
    }
  }

  /** Fails if a name that is taken is that of a folder, or of a link that nobody may read. */
  private void requireObject(Path path) throws IOException {
    LocalNaming.refuseUnlessObject(path);
    if (Files.isSymbolicLink(path)) {
      try {
        bounds.find(path);
      } catch (NoSuchFileException e) {
        throw new FileSystemException(path.toString(), null, "is a folder");
      }
    }
  }
}
