/** From a Parquet file to batches: footers, pages, encodings, pruning. */
@NullMarked
package org.tarnlake.data.read;

import org.jspecify.annotations.NullMarked;
