/** Rows and batches of columns, as scans return them. */
@NullMarked
package org.tarnlake.row;

import org.jspecify.annotations.NullMarked;
