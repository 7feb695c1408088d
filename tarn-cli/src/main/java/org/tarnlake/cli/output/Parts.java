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
   * Ends the open file; what is added next is in a folder of its own.
   *
   * @param within the folder; empty for none
   */
  void moveTo(String within);

  /** Ends the open file; makes one without rows where there is none. */
  void finish();

  @Override
  void close();
}
