/** Checkpoints of tables, read and written. */
@NullMarked
package org.tarnlake.table.checkpoint;

import org.jspecify.annotations.NullMarked;
