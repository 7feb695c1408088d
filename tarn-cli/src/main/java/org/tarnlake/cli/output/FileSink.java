package org.tarnlake.cli.output;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.tarnlake.cli.input.Compression;
import org.tarnlake.cli.terminal.Failure;

/**
 * A new file, compressed if the suffix of its name says so. It appears under its name only when it
 * is complete. One thread at a time; closing an incomplete file discards it.
 *
 * <p>Until then it is called {@code .NAME.export-PID.part} and locked. What a process that was
 * killed has left under such a name, nobody locks: the next export to the same file deletes it.
 */
public final class FileSink implements Sink, AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final Path temporary;
  private final FileChannel channel;
  private final OutputStream out;

  /** Starts a file that must not exist yet. */
  public FileSink(Path file) {
    this.file = file;
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new Failure(
          "%s is no file that can be made; for the standard output write -".formatted(file));
    }
    if (Files.exists(file)) {
      throw new Failure("%s exists; name another file or delete it first".formatted(file));
    }
    Path folder = file.toAbsolutePath().normalize().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new Failure("%s cannot be written: there is no such folder; make it".formatted(file));
    }
    try {
      String name = ".%s.export-".formatted(file.getFileName());
      Leftovers.delete(folder, name);
      temporary = Leftovers.name(folder, name);
      // Unlike a file made for temporary use, it has the rights that the user's other files have.
      channel = Leftovers.create(temporary);
      // The end of the text does not close the channel, whose lock holds until the file has its
      // name.
      OutputStream bytes =
          new FilterOutputStream(
              new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES)) {
            @Override
            public void write(byte[] text, int offset, int length) throws IOException {
              out.write(text, offset, length);
            }

            @Override
            public void close() throws IOException {
              flush();
            }
          };
      out = compressed(bytes);
    } catch (IOException e) {
      throw new Failure(
          "cannot write into %s: %s; is it a folder that you may write to?"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  private OutputStream compressed(OutputStream bytes) throws IOException {
    try {
      return Compression.compressed(bytes, file.toString());
    } catch (Failure e) {
      channel.close();
      Files.deleteIfExists(temporary);
      throw new Failure("%s cannot be written: %s".formatted(file, e.getMessage()), e);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Gives the file its name, which nothing has. */
  public void complete() {
    try {
      out.close();
      takeName();
    } catch (IOException e) {
      throw failed(e);
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw incomplete(e);
    }
  }

  /** A link, since a move would replace a file that has come meanwhile. */
  private void takeName() throws IOException {
    try {
      Files.createLink(file, temporary);
    } catch (FileAlreadyExistsException e) {
      throw new Failure("%s exists since a moment; name another file".formatted(file), e);
    } catch (IOException | UnsupportedOperationException e) {
      // There are no links here.
      Files.move(temporary, file);
      return;
    }
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // The next export to this file deletes it.
    }
  }

  /** Gives the file its name once its content would survive a power cut, and has that do so too. */
  public void completeDurably() {
    try {
      out.close();
      channel.force(true);
    } catch (IOException e) {
      throw failed(e);
    }
    complete();
    FileChannel folder;
    try {
      folder = FileChannel.open(temporary.getParent(), StandardOpenOption.READ);
    } catch (IOException e) {
      // Not every system can open one.
      return;
    }
    try (folder) {
      folder.force(true);
    } catch (IOException e) {
      throw incomplete(e);
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
      channel.close();
    } catch (IOException e) {
      // The same.
    }
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // It stays behind under its temporary name.
    }
  }

  /** What is told of a file whose content may not have arrived; it loses its name again. */
  private Failure incomplete(IOException e) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException other) {
      e.addSuppressed(other);
    }
    return failed(e);
  }

  private Failure failed(IOException e) {
    return new Failure("cannot write %s: %s".formatted(file, e.getMessage()), e);
  }
}
