/** Rows of the files of a table. */
@NullMarked
package org.tarnlake.table.scan;

import org.jspecify.annotations.NullMarked;
