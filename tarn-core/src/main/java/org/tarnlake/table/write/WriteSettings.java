package org.tarnlake.table.write;

/**
 * How rows become data files. Immutable.
 *
 * @param bufferBytes rows of one table in memory before they are encoded
 * @param memoryBytes rows and encoded data of a whole transaction in memory
 * @param targetFileBytes the size at which a data file is finished and the next one begun
 * @param sharedBytes up to this much of a table's rows may share a data file with other
 *     transactions
 * @param carriedBytes up to this much of new files travels in the log entry that names them
 */
public record WriteSettings(
    long bufferBytes, long memoryBytes, long targetFileBytes, long sharedBytes, long carriedBytes) {

  public static final WriteSettings DEFAULT =
      new WriteSettings(8L << 20, 96L << 20, 128L << 20, 1L << 20, 512L << 10);
}
