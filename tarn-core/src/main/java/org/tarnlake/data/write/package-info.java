/** From columns to a Parquet file: encodings, pages, statistics, footers. */
@NullMarked
package org.tarnlake.data.write;

import org.jspecify.annotations.NullMarked;
