/** What a Parquet file says of its columns: the tree, its leaves, ids and physical names. */
@NullMarked
package org.tarnlake.data.schema;

import org.jspecify.annotations.NullMarked;
