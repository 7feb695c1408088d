/** Rows that do not fit into memory, in files that only this process sees. */
@NullMarked
package org.tarnlake.spill;

import org.jspecify.annotations.NullMarked;
