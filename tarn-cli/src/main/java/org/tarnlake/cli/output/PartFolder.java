package org.tarnlake.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.tarnlake.cli.terminal.Failure;

/**
 * A folder of new files, which appears under its name only when all of them are complete: until
 * then it is called {@code .NAME.export-PID.part}. An empty folder that exists already is filled at
 * the end, file by file. One thread at a time; closing an incomplete folder discards it.
 */
public final class PartFolder implements AutoCloseable {
  private final Path folder;
  private final boolean isNew;
  private final Path temporary;
  private final FileChannel lock;
  private long fileCount;

  /** Where the last file is, and its number. */
  private String lastWithin = "";

  private long lastNumber;

  /** Starts a folder that must not exist yet, or be empty. */
  public PartFolder(Path folder) {
    this.folder = folder;
    this.isNew = !Files.exists(folder);
    if (!isNew && !Files.isDirectory(folder)) {
      throw new Failure(
          "%s is a file, and several files need a folder; name a new one".formatted(folder));
    }
    Path absolute = folder.toAbsolutePath().normalize();
    Path around = isNew ? absolute.getParent() : absolute;
    if (around == null || !Files.isDirectory(around)) {
      throw new Failure(
          "%s cannot be made: there is no folder around it; make it".formatted(folder));
    }
    String prefix = isNew ? ".%s.export-".formatted(absolute.getFileName()) : ".export-";
    try {
      Leftovers.delete(around, prefix);
      temporary = Leftovers.name(around, prefix);
      lock = Leftovers.createFolder(temporary);
    } catch (IOException e) {
      throw new Failure(
          "cannot write into %s: %s; is it a folder that you may write to?"
              .formatted(around, e.getMessage()),
          e);
    }
    try {
      requireEmpty(prefix);
    } catch (Failure e) {
      close();
      throw e;
    }
  }

  /**
   * That there is nothing in a folder but what this export has made there already: so that of two
   * exports the later one sees the other, or both see one another.
   */
  private void requireEmpty(String prefix) {
    if (isNew) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path each : files) {
        String name = String.valueOf(each.getFileName());
        if (name.equals(String.valueOf(temporary.getFileName()))) {
          continue;
        }
        throw new Failure(
            name.startsWith(prefix)
                ? "another export writes into %s; name another folder, or, if none does, delete %s"
                    .formatted(folder, each)
                : "%s is not empty; name another folder, or delete what is in it first"
                    .formatted(folder));
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new Failure("cannot read %s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  /**
   * Starts a file. Its number has five digits, and more beyond the 99,999th file of a folder.
   *
   * @param within a folder in this one; empty for none
   */
  OutputStream newFile(String within, String suffix) {
    try {
      Path parts = temporary.resolve(within);
      if (!within.equals(lastWithin)) {
        lastWithin = within;
        lastNumber = 0;
      }
      Files.createDirectories(parts);
      // Where names differ by their case only, two partitions may have the same folder.
      Path file;
      do {
        lastNumber++;
        file = parts.resolve(String.format(Locale.ROOT, "part-%05d%s", lastNumber, suffix));
      } while (Files.exists(file));
      OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
      fileCount++;
      return out;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** How many files there are. */
  public long fileCount() {
    return fileCount;
  }

  /** Gives the folder its name. */
  public void complete() {
    try {
      Leftovers.unlock(temporary, lock);
      if (isNew) {
        Files.move(temporary, folder);
        return;
      }
      try (DirectoryStream<Path> parts = Files.newDirectoryStream(temporary)) {
        for (Path part : parts) {
          Files.move(part, folder.resolve(temporary.relativize(part)));
        }
      }
    } catch (FileAlreadyExistsException e) {
      throw new Failure("%s exists since a moment; name another folder".formatted(e.getFile()), e);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
      if (Files.exists(temporary)) {
        Leftovers.deleteAll(temporary);
      }
    } catch (IOException e) {
      // It stays behind under its temporary name.
    }
  }

  Failure failed(IOException e) {
    String why =
        e instanceof FileSystemException system && system.getReason() != null
            ? system.getReason()
            : e.getMessage();
    return new Failure("cannot write files into %s: %s".formatted(folder, why), e);
  }
}
