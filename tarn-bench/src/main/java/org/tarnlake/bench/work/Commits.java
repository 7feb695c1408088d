package org.tarnlake.bench.work;

import java.io.IOException;
import java.sql.SQLException;

/** A contender that commits single rows of an id and a name. One thread at a time. */
public interface Commits extends AutoCloseable {

  /** Commits one row; returns when the contender calls it committed. */
  void commit(long id, String name) throws Exception;

  /** Waits for work that the contender put off behind its commits. */
  default void settle() throws Exception {}

  @Override
  void close() throws IOException, SQLException;
}
