/** Rows that wait to be written, column by column. */
@NullMarked
package org.tarnlake.data.build;

import org.jspecify.annotations.NullMarked;
