package org.tarnlake.transaction;

import org.jspecify.annotations.Nullable;
import org.tarnlake.data.deleted.DeletedRows;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.Move;

/**
 * What one commit takes of one file. Immutable.
 *
 * @param rows the positions of the rows; null if the whole file goes, or if nobody asked which rows
 * @param leaves whether the rows leave the table, rather than moving to other files
 * @param file by whose statistics and partition one can tell which rows these may be; null if that
 *     is not known
 * @param move where the rows are now; null if they left, or if nobody can follow them
 */
record Taken(
    @Nullable DeletedRows rows, boolean leaves, @Nullable AddFile file, @Nullable Move move) {}
