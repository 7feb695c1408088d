/** Sorts rows that need not fit into memory. */
@NullMarked
package org.tarnlake.cli.sort;

import org.jspecify.annotations.NullMarked;
