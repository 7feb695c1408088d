package org.tarnlake.cli.input;

import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a file is read, and who is told how far that has come.
 *
 * @param background works ahead
 * @param blockBytes how much of a text is worked on at a time; more where a record is larger
 * @param passed is called by the thread that reads
 * @param rejected takes rows that cannot be read, in their order; null if such a row is a failure
 */
public record Reading(
    ExecutorService background,
    int blockBytes,
    Passed passed,
    @Nullable Consumer<RejectedRow> rejected) {
  /** Small enough that any garbage collector takes it for an object like others. */
  private static final int BLOCK_BYTES = 1 << 18;

  public Reading(
      ExecutorService background, Passed passed, @Nullable Consumer<RejectedRow> rejected) {
    this(background, BLOCK_BYTES, passed, rejected);
  }

  /** The same, but that nobody takes the rows over which it passes. */
  Reading passingOver() {
    return new Reading(background, blockBytes, passed, rejected == null ? null : row -> {});
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
