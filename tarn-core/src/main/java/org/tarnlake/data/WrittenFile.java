package org.tarnlake.data;

/** A data file that was written to its end. */
public record WrittenFile(long sizeBytes, long rowCount, FileStatistics statistics) {}
