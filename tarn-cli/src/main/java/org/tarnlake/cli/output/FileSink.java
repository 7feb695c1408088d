package org.tarnlake.cli.output;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.tarnlake.cli.terminal.Failure;

/**
 * A new file, compressed by gzip if its name ends in {@code .gz}. It appears under its name only
 * when it is complete. One thread at a time; closing an incomplete file discards it.
 */
public final class FileSink implements Sink, AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final Path temporary;
  private final OutputStream out;

  /** Starts a file that must not exist yet. */
  public FileSink(Path file) {
    this.file = file;
    if (Files.exists(file)) {
      throw new Failure("%s exists; name another file or delete it first".formatted(file));
    }
    Path folder = file.toAbsolutePath().normalize().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new Failure("%s cannot be written: there is no such folder; make it".formatted(file));
    }
    try {
      temporary = folder.resolve(".%s.%s.part".formatted(file.getFileName(), pid()));
      // Unlike a file made for temporary use, it has the rights that the user's other files have.
      OutputStream bytes =
          new BufferedOutputStream(
              Files.newOutputStream(
                  temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              BUFFER_BYTES);
      boolean compressed = file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
      out = compressed ? new GZIPOutputStream(bytes, BUFFER_BYTES) : bytes;
    } catch (IOException e) {
      throw new Failure(
          "cannot write into %s: %s; is it a folder that you may write to?"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Gives the file its name. */
  public void complete() {
    try {
      out.close();
      Files.move(temporary, file);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      // The file is discarded anyway.
    }
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // It stays behind under its temporary name.
    }
  }

  private Failure failed(IOException e) {
    return new Failure("cannot write %s: %s".formatted(file, e.getMessage()), e);
  }
}
