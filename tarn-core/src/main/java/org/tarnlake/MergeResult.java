package org.tarnlake;

/**
 * What a merge did. Immutable.
 *
 * @param updated how many rows of the table were updated; those count, too, whose values stayed the
 *     same
 * @param deleted how many rows went
 * @param inserted how many rows are new
 */
public record MergeResult(long updated, long deleted, long inserted) {}
