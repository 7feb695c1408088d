/** A table as of a version: its files, wherever they are listed. */
@NullMarked
package org.tarnlake.table.state;

import org.jspecify.annotations.NullMarked;
