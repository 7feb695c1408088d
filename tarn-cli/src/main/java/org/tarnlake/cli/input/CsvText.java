package org.tarnlake.cli.input;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.cli.work.InOrder;

/**
 * An open CSV file: the names of its columns and the records behind them, block by block. One
 * thread at a time.
 */
final class CsvText implements AutoCloseable {
  private final InputFile file;
  private final Reading reading;
  private final TextBlocks blocks;
  private final CsvSniffer.Dialect dialect;
  private final String[] header;
  private final @Nullable Failure noUtf8;

  /** What was read of the records until their number of fields was known. */
  private final ArrayDeque<TextBlock> begun = new ArrayDeque<>();

  private long linesBefore;
  private long headerLine;

  CsvText(InputFile file, CsvOptions options, Reading reading) {
    this.file = file;
    this.reading = reading;
    BufferedInputStream in = file.openText();
    try {
      skipLines(in, options.skippedLines());
      byte[] sample = sample(in);
      Character said = CsvSniffer.saidDelimiter(sample);
      if (said != null) {
        skipLines(in, linesBefore + 1);
        sample = sample(in);
      }
      this.dialect =
          new CsvSniffer(options, sample, sample.length < CsvSniffer.SAMPLE_BYTES, said)
              .find(file.usualDelimiter());
      this.noUtf8 = wrongByte(sample);
      this.blocks = new TextBlocks(file, in, dialect.dialect(), reading.blockBytes());
      this.header = readHeader(new CsvCursor(dialect.dialect()), options.columns());
    } catch (Failure e) {
      InputFile.closeQuietly(in);
      throw e;
    } catch (IOException e) {
      InputFile.closeQuietly(in);
      throw file.unreadable(e);
    }
  }

  private void skipLines(BufferedInputStream in, long count) throws IOException {
    while (linesBefore < count) {
      int next = in.read();
      if (next < 0) {
        throw new Failure(
            "%s has %s lines, so that none is left behind --skip %s"
                .formatted(file.name(), linesBefore, count));
      }
      if (next == '\r') {
        in.mark(1);
        if (in.read() != '\n') {
          in.reset();
        }
      }
      linesBefore += next == '\n' || next == '\r' ? 1 : 0;
    }
  }

  private static byte[] sample(BufferedInputStream in) throws IOException {
    in.mark(CsvSniffer.SAMPLE_BYTES);
    byte[] sample = in.readNBytes(CsvSniffer.SAMPLE_BYTES);
    in.reset();
    return sample;
  }

  private @Nullable Failure wrongByte(byte[] sample) {
    TextBlock block = new TextBlock(sample, 0, sample.length);
    int wrong = block.firstWrongByte(0);
    TextProblem problem = wrong == block.to() ? null : block.wrongByte(wrong);
    return problem == null || problem.isOfFile() ? null : failure(problem);
  }

  /**
   * What is wrong with the beginning of the file if it is no UTF-8, where what separates fields is
   * not found; null if nothing.
   */
  @Nullable Failure noUtf8() {
    return noUtf8;
  }

  private String[] readHeader(CsvCursor cursor, List<String> given) {
    long linesPassed = linesBefore;
    try {
      for (TextBlock block = blocks.next(); block != null; block = blocks.next()) {
        cursor.reset(block);
        while (cursor.next()) {
          headerLine = linesPassed + cursor.recordLine() + 1;
          if (!cursor.isBlank() && !dialect.hasNames()) {
            begun.add(block);
            return names(cursor.size(), given);
          }
          if (!cursor.isBlank()) {
            String[] names = new String[cursor.size()];
            for (int i = 0; i < names.length; i++) {
              names[i] = cursor.text(i);
            }
            begun.add(new TextBlock(block.bytes(), cursor.position(), block.to()));
            linesBefore = linesPassed + cursor.lines();
            return names;
          }
        }
        if (!dialect.hasNames()) {
          // In a file of one column its empty lines are nulls.
          begun.add(block);
        }
        linesPassed += cursor.lines();
      }
    } catch (TextProblem e) {
      throw failure(e);
    } catch (OutOfMemoryError e) {
      throw file.tooLarge(linesBefore + 1, e);
    }
    throw new Failure("%s is empty; its first line must name the columns".formatted(file.name()));
  }

  /** The names of the columns of a file without a header. */
  private String[] names(int count, List<String> given) {
    if (!given.isEmpty() && given.size() != count) {
      throw new Failure(
          "%s:%s: its first row has %s fields, but --columns names %s"
              .formatted(file.name(), headerLine, count, given.size()));
    }
    String[] names = new String[count];
    Arrays.setAll(names, i -> given.isEmpty() ? ColumnNames.ofPosition(i + 1) : given.get(i));
    return names;
  }

  /** The line in which the names stand, or where there are none the first row. */
  long headerLine() {
    return headerLine;
  }

  /** What was found out about the file. */
  CsvSniffer.Dialect dialect() {
    return dialect;
  }

  /** The names as they stand in the file, or are given to its columns. */
  String[] header() {
    return header;
  }

  /** Who takes rows that cannot be read; null if nobody does. */
  @Nullable Consumer<RejectedRow> rejected() {
    return reading.rejected();
  }

  /** How many lines there are before the block whose outcome comes next. */
  long linesBefore() {
    return linesBefore;
  }

  /** The records behind the header, worked on by many threads. */
  <R> InOrder<TextBlock, R> work(Function<TextBlock, R> work) {
    return new InOrder<>(this::next, TextBlock::sizeBytes, work, reading.background());
  }

  private @Nullable TextBlock next() {
    TextBlock block = begun.poll();
    return block != null ? block : blocks.next();
  }

  /** The outcome for the next block; null at the end of the file. */
  <R> @Nullable R next(InOrder<TextBlock, R> outcomes) {
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
