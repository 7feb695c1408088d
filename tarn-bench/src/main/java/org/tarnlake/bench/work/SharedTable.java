package org.tarnlake.bench.work;

import java.io.IOException;

/** A contender's table of an {@code id} and a number {@code n}, which many threads update. */
public interface SharedTable extends AutoCloseable {

  /** Makes the table in one file, with the ids from 0 on and 0 in each row. */
  void write(int rows) throws Exception;

  /**
   * Adds 1 to the number of the rows that meet the condition, again where others stood in the way.
   * Safe for threads.
   */
  Tries addOne(String condition) throws Exception;

  /** How often a transaction was tried, and whether it came through in the end. */
  record Tries(int count, boolean isCommitted) {}

  /** What the numbers add up to. */
  long sum() throws Exception;

  @Override
  default void close() throws IOException {}
}
