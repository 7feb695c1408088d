package org.tarnlake.cli.input;

import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tarnlake.schema.NameHint;
import org.tarnlake.schema.StructType;

/**
 * How a file is read, and who is told how far that has come.
 *
 * @param background works ahead
 * @param blockBytes how much of a text is worked on at a time; more where a record is larger
 * @param passed is called by the thread that reads
 * @param rejected takes rows that cannot be read, in their order; null if such a row is a failure
 * @param target what has the columns, for messages
 */
public record Reading(
    ExecutorService background,
    int blockBytes,
    Passed passed,
    @Nullable Consumer<RejectedRow> rejected,
    Target target) {
  /** Small enough that any garbage collector takes it for an object like others. */
  private static final int BLOCK_BYTES = 1 << 18;

  public Reading(
      ExecutorService background, Passed passed, @Nullable Consumer<RejectedRow> rejected) {
    this(background, BLOCK_BYTES, passed, rejected);
  }

  public Reading(
      ExecutorService background,
      int blockBytes,
      Passed passed,
      @Nullable Consumer<RejectedRow> rejected) {
    this(
        background, blockBytes, passed, rejected, new Target("the table", "--add-columns adds it"));
  }

  /** The same, of rows that go elsewhere. */
  public Reading into(Target other) {
    return new Reading(background, blockBytes, passed, rejected, other);
  }

  /** The same, but that nobody takes the rows over which it passes. */
  Reading passingOver() {
    return new Reading(background, blockBytes, passed, rejected == null ? null : row -> {}, target);
  }

  /**
   * What has the columns into which rows are read.
   *
   * @param text what it is
   * @param remedy what to do where it lacks a column
   */
  public record Target(String text, String remedy) {
    /** What is told where it lacks a column. */
    String lacks(String column, StructType columns) {
      return "%s has no column '%s'%s; its columns are %s; %s"
          .formatted(
              text,
              column,
              NameHint.didYouMean(column, columns.names()),
              NameHint.list(columns.names()),
              remedy);
    }
  }

  /** Is told how much of a file was read. */
  @FunctionalInterface
  public interface Passed {
    /**
     * Tells it.
     *
     * @param sizeBytes of the whole file; -1 if that is not known
     */
    void bytes(long readBytes, long sizeBytes);
  }
}
