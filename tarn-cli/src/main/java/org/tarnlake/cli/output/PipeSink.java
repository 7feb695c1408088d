package org.tarnlake.cli.output;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.tarnlake.cli.terminal.Failure;

/**
 * A pipe or a device, to which rows go as they come. Unlike with the standard output, a reader that
 * goes away early is a failure: nobody told it to. One thread at a time.
 */
public final class PipeSink implements Sink, AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path path;
  private final OutputStream out;

  public PipeSink(Path path) {
    this.path = path;
    try {
      this.out = new BufferedOutputStream(new FileOutputStream(path.toFile()), BUFFER_BYTES);
    } catch (IOException e) {
      throw failed(e);
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

  /** Hands over what was written. */
  public void complete() {
    try {
      out.flush();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      // Whoever completed it knows that all was written.
    }
  }

  private Failure failed(IOException e) {
    String why =
        String.valueOf(e.getMessage()).contains("Broken pipe")
            ? "whoever reads it closed it before all was written"
            : e.getMessage();
    return new Failure("cannot write into %s: %s".formatted(path, why), e);
  }
}
