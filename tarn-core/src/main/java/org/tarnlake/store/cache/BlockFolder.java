package org.tarnlake.store.cache;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.tarnlake.env.Environment;

/**
 * Blocks as files of a folder, which any number of processes share. Safe for many threads.
 *
 * <ol>
 *   <li>A block that is found is one that was put, byte for byte. Nothing is synced: what a power
 *       cut tears, is not found.
 *   <li>No failure of the disk is thrown: what cannot be read is not found, and what cannot be
 *       written is not kept. The first failure is a warning; after one that met a write, nothing is
 *       written for a minute.
 *   <li>The blocks used last stay, see {@link BlockBound}; those of metadata count as used a month
 *       later than they were.
 * </ol>
 */
final class BlockFolder {
  static final String TEMPORARY = ".tmp";

  private static final Logger LOGGER = System.getLogger(BlockFolder.class.getName());
  private static final Duration METADATA_AHEAD = Duration.ofDays(30);
  private static final Duration RENEWED_EVERY = Duration.ofMinutes(10);
  private static final Duration WITHOUT_WRITES = Duration.ofMinutes(1);

  private final Path root;
  private final Environment environment;
  private final BlockBound bound;
  private final FileAttribute<?>[] ofFolders;
  private final FileAttribute<?>[] ofFiles;
  private final AtomicBoolean warned = new AtomicBoolean();
  private volatile long writesFromMillis = Long.MIN_VALUE;

  /**
   * @param root is made when the first block is put
   * @param bytesMax of all blocks
   */
  BlockFolder(Path root, long bytesMax, Environment environment) {
    this.root = root;
    this.environment = environment;
    this.bound = new BlockBound(root, bytesMax, environment.clock());
    boolean posix = root.getFileSystem().supportedFileAttributeViews().contains("posix");
    this.ofFolders = posix ? only("rwx------") : new FileAttribute<?>[0];
    this.ofFiles = posix ? only("rw-------") : new FileAttribute<?>[0];
  }

  private static FileAttribute<?>[] only(String rights) {
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
    };
  }

  /**
   * Makes the folder; false if that cannot be.
   *
   * @param isNamed whether the user asked for it, and is to be told
   */
  boolean isUsable(boolean isNamed) {
    try {
      Files.createDirectories(root, ofFolders);
      return true;
    } catch (IOException e) {
      if (isNamed) {
        warn("make", e);
      }
      return false;
    }
  }

  private Path folder(ObjectKey object) {
    return root.resolve(object.hex().substring(0, 2)).resolve(object.hex().substring(2));
  }

  private Path file(ObjectKey object, long number) {
    return folder(object).resolve(Long.toString(number));
  }

  /** A block; null if it is not there. One that is damaged is removed. */
  @Nullable Block find(ObjectKey object, long number) {
    Path path = file(object, number);
    try {
      Block block = null;
      if (Block.isFileSize(Files.size(path))) {
        // It is not stopped by an interrupt either.
        block = Block.parse(Files.readAllBytes(path), object, number);
      }
      if (block == null) {
        Files.deleteIfExists(path);
      }
      return block;
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      warn("read", e);
      return null;
    }
  }

  /** Notes that a block was used. */
  void used(ObjectKey object, long number, boolean isMetadata) {
    Path path = file(object, number);
    long millis = usedMillis(isMetadata);
    try {
      if (Files.getLastModifiedTime(path).toMillis() < millis - RENEWED_EVERY.toMillis()) {
        Files.setLastModifiedTime(path, FileTime.fromMillis(millis));
      }
    } catch (IOException e) {
      // It is gone, or looks older than it is.
    }
  }

  private long usedMillis(boolean isMetadata) {
    return environment.clock().millis() + (isMetadata ? METADATA_AHEAD.toMillis() : 0);
  }

  /** Keeps a block, if the disk lets it. */
  void put(ObjectKey object, long number, Block block, boolean isMetadata) {
    if (environment.clock().millis() < writesFromMillis) {
      return;
    }
    try {
      if (bound.makeRoom(block.fileBytes())) {
        write(object, number, block, isMetadata);
      }
    } catch (NoSuchFileException e) {
      // Somebody emptied the cache meanwhile.
    } catch (IOException e) {
      writesFromMillis = environment.clock().millis() + WITHOUT_WRITES.toMillis();
      warn("write to", e);
    }
  }

  private void write(ObjectKey object, long number, Block block, boolean isMetadata)
      throws IOException {
    Path path = file(object, number);
    Path temporary = path.resolveSibling(number + "." + environment.newUuid() + TEMPORARY);
    create(temporary);
    try {
      // Such a stream is not closed by an interrupt.
      try (OutputStream file = Files.newOutputStream(temporary, StandardOpenOption.WRITE)) {
        block.write(file, object, number);
      }
      Files.setLastModifiedTime(temporary, FileTime.fromMillis(usedMillis(isMetadata)));
      Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }

  /** Another process may remove the folder, empty as it is, before the file is in it. */
  private void create(Path temporary) throws IOException {
    try {
      Files.createFile(temporary, ofFiles);
    } catch (NoSuchFileException e) {
      Files.createDirectories(temporary.getParent(), ofFolders);
      Files.createFile(temporary, ofFiles);
    }
  }

  /** Removes all blocks of an object. */
  void forget(ObjectKey object) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder(object))) {
      for (Path each : files) {
        Files.deleteIfExists(each);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // There are none.
    } catch (IOException | DirectoryIteratorException e) {
      warn("write to", e);
    }
  }

  private void warn(String verb, Exception e) {
    if (!warned.getAndSet(true)) {
      LOGGER.log(
          Level.WARNING,
          "cannot {0} the cache: {1}; it is done without. TARN_CACHE names another folder, or off",
          verb,
          e);
    }
  }
}
