package org.tarnlake.cli.output;

import org.tarnlake.row.Batch;
import org.tarnlake.row.Row;

/**
 * Writes rows into files of one folder, of which one is open at a time. One thread at a time;
 * closing it gives up the open file.
 */
public interface Parts extends AutoCloseable {
  /** A row as bytes, which may wait somewhere until they are added. */
  byte[] bytes(Row row);

  /** Adds a row that {@link #bytes} returned. */
  void add(byte[] row);

  /** Adds rows. */
  void add(Batch rows);

  /**
   * Puts what is added next into another folder, and ends the open file; does nothing if it is the
   * same folder.
   *
   * @param within the folder; empty for none, as at the beginning
   */
  void moveTo(String within);

  /** Ends the open file; makes one without rows where there is none. */
  void finish();

  @Override
  void close();
}
