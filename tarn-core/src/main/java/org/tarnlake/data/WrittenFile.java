package org.tarnlake.data;

/**
 * A data file that was written to its end.
 *
 * @param footerCrc what its footer is known by, see {@link DataFiles#open}
 */
public record WrittenFile(
    long sizeBytes, long rowCount, FileStatistics statistics, String footerCrc) {}
