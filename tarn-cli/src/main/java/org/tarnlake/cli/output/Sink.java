package org.tarnlake.cli.output;

import java.nio.charset.StandardCharsets;

/** Where rows go: the terminal's output or a file. */
@FunctionalInterface
public interface Sink {
  void write(byte[] bytes, int offset, int length);

  /** Writes a text and a line break as UTF-8. */
  default void line(String text) {
    byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
    write(bytes, 0, bytes.length);
  }
}
