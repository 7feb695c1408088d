/**
 * Data files: Parquet in and out. The only home of the Parquet format, Zstandard and the other
 * codecs.
 *
 * <p>Start reading at {@link org.tarnlake.data.DataFileWriter} and {@link
 * org.tarnlake.data.DataFile}. Both sides share {@code FileColumn}, the tree of a file's columns
 * with their definition and repetition levels.
 */
@NullMarked
package org.tarnlake.data;

import org.jspecify.annotations.NullMarked;
