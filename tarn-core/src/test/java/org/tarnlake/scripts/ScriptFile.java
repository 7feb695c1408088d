package org.tarnlake.scripts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A golden script: blocks of commands, each followed by a line {@code ---}, the output expected and
 * an empty line. Lines that start with {@code #} are comments. Immutable.
 */
final class ScriptFile {
  private static final String SEPARATOR = "---";

  private final List<Block> blocks;

  /**
   * A part of a script.
   *
   * @param lines commands and comments
   * @param expected what the commands print
   */
  record Block(List<String> lines, List<String> expected) {
    Block {
      lines = List.copyOf(lines);
      expected = List.copyOf(expected);
    }

    List<String> commands() {
      return lines.stream().filter(line -> !line.startsWith("#")).toList();
    }
  }

  private ScriptFile(List<Block> blocks) {
    this.blocks = List.copyOf(blocks);
  }

  static ScriptFile read(Path path) throws IOException {
    List<Block> blocks = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    boolean output = false;
    for (String line : Files.readAllLines(path)) {
      if (!output && line.equals(SEPARATOR)) {
        output = true;
      } else if (output && line.isEmpty()) {
        blocks.add(new Block(lines, expected));
        lines = new ArrayList<>();
        expected = new ArrayList<>();
        output = false;
      } else if (!line.isEmpty()) {
        (output ? expected : lines).add(line);
      }
    }
    if (!lines.isEmpty()) {
      blocks.add(new Block(lines, expected));
    }
    return new ScriptFile(blocks);
  }

  /** The same commands with what they really print. */
  ScriptFile run(Script script) {
    List<Block> real = new ArrayList<>();
    for (Block block : blocks) {
      List<String> printed = new ArrayList<>();
      block.commands().forEach(command -> printed.addAll(script.run(command)));
      real.add(new Block(block.lines(), printed.isEmpty() ? List.of("ok") : printed));
    }
    return new ScriptFile(real);
  }

  void write(Path path) throws IOException {
    Files.writeString(path, toString());
  }

  /** The script as text, in its one format. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (Block block : blocks) {
      block.lines().forEach(line -> out.append(line).append('\n'));
      if (!block.commands().isEmpty()) {
        out.append(SEPARATOR).append('\n');
        block.expected().forEach(line -> out.append(line).append('\n'));
      }
      out.append('\n');
    }
    return out.toString();
  }
}
