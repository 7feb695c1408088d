/** The writing of data files, and what a table asks of its writers. */
@NullMarked
package org.tarnlake.table.write;

import org.jspecify.annotations.NullMarked;
