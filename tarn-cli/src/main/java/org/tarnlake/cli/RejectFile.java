package org.tarnlake.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.cli.input.InputFormat;
import org.tarnlake.cli.input.RejectedRow;
import org.tarnlake.cli.output.CsvWriter;
import org.tarnlake.cli.output.FileSink;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.cli.terminal.Words;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;

/**
 * A new CSV file of the rows that an import could not read. It has its name before the import
 * commits, so that no crash leaves a commit whose rejected rows are lost, and is deleted again
 * where nothing is committed; without such rows there is none. One thread at a time.
 */
final class RejectFile implements AutoCloseable {
  private static final StructType COLUMNS =
      Schema.parse("table string, file string, line long, column string, reason string, row string")
          .columns();

  private static final int TOLD_MAX = 10;

  private final @Nullable Path file;
  private final long limit;
  private final List<String> told = new ArrayList<>();
  private @Nullable FileSink sink;
  private @Nullable CsvWriter writer;
  private String table = "";
  private String source = "";
  private long rows;
  private long lines;
  private boolean isNamed;

  /**
   * @param file must not exist when rows are read; null if none is made, as in a dry run
   * @param limit how many lines may be rejected
   */
  RejectFile(@Nullable Path file, long limit) {
    this.file = file;
    this.limit = limit;
  }

  /** Begins without a row, as for an import that was begun before. */
  void restart() {
    close();
    sink = null;
    writer = null;
    told.clear();
    rows = 0;
    lines = 0;
  }

  /**
   * Says from where the next rows are. The first call makes the file: an import that was done
   * before, and reads nothing, may find the one that it made then.
   */
  void from(String sourceName, String tableName) {
    if (sink == null && file != null) {
      FileSink opened = new FileSink(file);
      sink = opened;
      writer = new CsvWriter(opened, COLUMNS, InputFormat.delimiterOf(file));
    }
    source = sourceName;
    table = tableName;
  }

  /**
   * Adds a row.
   *
   * @throws Failure if there are too many
   */
  void add(RejectedRow row) {
    CsvWriter out = writer;
    if (out == null && file != null) {
      throw new IllegalStateException("nobody said from where the row is");
    }
    if (told.size() < TOLD_MAX) {
      told.add("%s:%s: %s".formatted(source, row.line(), row.reason()));
    }
    rows++;
    lines += row.lines();
    if (lines > limit) {
      throw new Failure(
          "more than %s cannot be read, which is the --reject-limit, so that nothing is committed; the last is %s:%s: %s"
              .formatted(Words.count(limit, "line"), source, row.line(), row.reason()));
    }
    if (out == null) {
      return;
    }
    out.texts(
        Arrays.asList(
            table, source, String.valueOf(row.line()), row.column(), row.reason(), row.text()));
  }

  /** What was wrong with the first rows, and where they are. */
  List<String> told() {
    return List.copyOf(told);
  }

  /** How many rows were added. */
  long rows() {
    return rows;
  }

  /** Gives the file its name, if there are any rows. */
  void complete() {
    if (sink != null && rows > 0) {
      sink.completeDurably();
      isNamed = true;
    }
  }

  /** Deletes the file again, since nothing is committed. */
  void withdraw() {
    try {
      if (isNamed && file != null) {
        Files.deleteIfExists(file);
      }
      isNamed = false;
    } catch (IOException e) {
      // It tells what cannot be read, and that is so.
    }
  }

  @Override
  public void close() {
    if (sink != null) {
      sink.close();
    }
  }
}
