package org.tarnlake.bench.work;

import java.io.IOException;
import java.sql.SQLException;

/** A contender that writes and reads tables of sample rows. One thread at a time. */
public interface Rows extends AutoCloseable {

  /** Makes the table and appends the first rows of the sample in one commit. */
  void write(long rows) throws Exception;

  /** Reads the table; {@code id} counts only for {@link Query#LOOKUP}. */
  Digest read(Query query, long id) throws Exception;

  @Override
  default void close() throws IOException, SQLException {}
}
