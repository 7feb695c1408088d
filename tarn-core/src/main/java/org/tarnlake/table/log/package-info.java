/** The log of a Delta table: what is there, and what follows from it. */
@NullMarked
package org.tarnlake.table.log;

import org.jspecify.annotations.NullMarked;
