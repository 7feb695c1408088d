package org.tarnlake.bench.work;

import java.io.IOException;

/** A contender that appends rows of the sample to a table, a commit each. One thread at a time. */
public interface Flushes extends AutoCloseable {

  /** Commits the sample's rows from the first one on; returns when they are committed. */
  void flush(long first, int rows) throws IOException;

  /** Waits for work that the contender put off behind its commits. */
  default void settle() {}

  /** Opens the table anew and counts the rows, one by one. */
  long countAnew() throws IOException;

  @Override
  void close() throws IOException;
}
