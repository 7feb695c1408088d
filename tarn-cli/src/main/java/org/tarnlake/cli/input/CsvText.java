package org.tarnlake.cli.input;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.terminal.Failure;

/** An open CSV file: a header and the records behind it, block by block. One thread at a time. */
final class CsvText implements AutoCloseable {
  private final InputFile file;
  private final Reading reading;
  private final TextBlocks blocks;
  private final String[] header;
  private @Nullable TextBlock begun;
  private long linesBefore;

  CsvText(InputFile file, CsvDialect dialect, Reading reading) {
    this.file = file;
    this.reading = reading;
    this.blocks = new TextBlocks(file, dialect, reading.blockBytes());
    try {
      this.header = readHeader(new CsvCursor(dialect));
    } catch (Failure e) {
      blocks.closeAfter(e);
      throw e;
    }
  }

  private String[] readHeader(CsvCursor cursor) {
    try {
      for (TextBlock block = blocks.next(); block != null; block = blocks.next()) {
        cursor.reset(block);
        while (cursor.next()) {
          if (!cursor.isBlank()) {
            String[] names = new String[cursor.size()];
            for (int i = 0; i < names.length; i++) {
              names[i] = cursor.text(i);
            }
            begun = new TextBlock(block.bytes(), cursor.position(), block.to());
            linesBefore += cursor.lines();
            return names;
          }
        }
        linesBefore += cursor.lines();
      }
    } catch (TextProblem e) {
      throw failure(e);
    } catch (OutOfMemoryError e) {
      throw file.tooLarge(linesBefore + 1, e);
    }
    throw new Failure("%s is empty; its first line must name the columns".formatted(file.name()));
  }

  /** The names as they stand in the file. */
  String[] header() {
    return header;
  }

  /** How many lines there are before the block whose outcome comes next. */
  long linesBefore() {
    return linesBefore;
  }

  /** The records behind the header, worked on by many threads. */
  <R> InOrder<R> work(Function<TextBlock, R> work) {
    return new InOrder<>(this::next, work, reading.background());
  }

  private @Nullable TextBlock next() {
    TextBlock block = begun;
    begun = null;
    return block != null ? block : blocks.next();
  }

  /** The outcome for the next block; null at the end of the file. */
  <R> @Nullable R next(InOrder<R> outcomes) {
    try {
      R outcome = outcomes.next();
      reading.passed().bytes(file.readBytes(), file.sizeBytes());
      return outcome;
    } catch (TextProblem e) {
      throw failure(e);
    } catch (OutOfMemoryError e) {
      throw file.tooLarge(linesBefore + 1, e);
    }
  }

  /** Passes over the lines of a block. */
  void passLines(int lines) {
    linesBefore += lines;
  }

  /** What is wrong with the block whose outcome came last. */
  Failure failure(TextProblem problem) {
    return new Failure(
        "%s:%s: %s".formatted(file.name(), linesBefore + problem.line() + 1, problem.getMessage()),
        problem);
  }

  @Override
  public void close() {
    blocks.close();
  }
}
