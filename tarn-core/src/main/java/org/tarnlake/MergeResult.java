package org.tarnlake;

/**
 * What a merge did. Immutable.
 *
 * @param updated how many rows of the table matched and were updated, also to the values that they
 *     had
 * @param deleted how many rows went
 * @param inserted how many rows are new
 */
public record MergeResult(long updated, long deleted, long inserted) {}
