package org.tarnlake.data.write;

/**
 * A data file that was written to its end.
 *
 * @param footerCrc what its footer is known by, see {@link org.tarnlake.data.read.DataFiles#open}
 */
public record WrittenFile(
    long sizeBytes, long rowCount, FileStatistics statistics, String footerCrc) {}
