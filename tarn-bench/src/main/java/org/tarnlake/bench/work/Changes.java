package org.tarnlake.bench.work;

import java.io.IOException;
import java.sql.SQLException;

/** A contender that changes sample rows by their ids. One thread at a time. */
public interface Changes extends AutoCloseable {

  /** Makes the table of the first rows of the sample, whose ids are in random order. */
  void write(long rows) throws Exception;

  /** Makes the table anew, of the first rows of the sample in so many files of about one size. */
  void scatter(long rows, int files) throws Exception;

  /** Writes small files anew as large ones. */
  void compact() throws Exception;

  /**
   * Makes ready what {@link #upsert} takes, which no clock measures.
   *
   * @param ids of the rows, no two the same
   * @param version what tells these rows' other values from those of other calls
   */
  void prepare(long[] ids, int version) throws Exception;

  /** Merges the rows that were made ready. */
  void upsert() throws Exception;

  /** Adds 1 to the amount of these rows. */
  void update(long[] ids) throws Exception;

  void delete(long[] ids) throws Exception;

  /** The number of rows, the sum of their ids and of their amounts in hundredths. */
  String digest() throws Exception;

  @Override
  default void close() throws IOException, SQLException {}
}
