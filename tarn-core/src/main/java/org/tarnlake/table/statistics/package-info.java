/** What the log says of the values in a file, and the files that a condition leaves. */
@NullMarked
package org.tarnlake.table.statistics;

import org.jspecify.annotations.NullMarked;
