/** Rows from records, beans and maps, and back. */
@NullMarked
package org.tarnlake.mapping;

import org.jspecify.annotations.NullMarked;
