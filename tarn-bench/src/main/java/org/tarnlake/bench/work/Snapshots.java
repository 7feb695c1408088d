package org.tarnlake.bench.work;

import java.io.IOException;

/** Loads the newest snapshot of a Delta table anew and lists its files. One thread at a time. */
public interface Snapshots {

  /** The number of all files. */
  long countAll() throws IOException;

  /** The number of files of the partition {@code bucket = value}. */
  long countPartition(int value) throws IOException;
}
