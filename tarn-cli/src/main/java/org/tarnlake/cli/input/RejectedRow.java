package org.tarnlake.cli.input;

import org.jspecify.annotations.Nullable;

/**
 * A row of a file that cannot be one of the table's. Immutable.
 *
 * @param line where it begins; in one JSON array where it ends; in a Parquet file, which has no
 *     lines, the number of the row
 * @param lines how many lines it has; in one JSON array and in Parquet 1
 * @param column as the file names it or, where the table refused the value, as the table does; null
 *     if no single column is wrong
 * @param reason what is wrong and what to do about it
 * @param text the row as it stands in the file, without the end of its line; bytes that are no
 *     UTF-8 as {@code \\xFC}
 */
public record RejectedRow(
    long line, int lines, @Nullable String column, String reason, String text) {}
