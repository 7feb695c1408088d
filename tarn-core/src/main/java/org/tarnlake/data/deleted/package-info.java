/** Rows that a deletion vector takes away. */
@NullMarked
package org.tarnlake.data.deleted;

import org.jspecify.annotations.NullMarked;
