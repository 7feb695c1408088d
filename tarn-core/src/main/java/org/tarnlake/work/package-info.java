/** Work that is done ahead or side by side, within a bound of memory. */
@NullMarked
package org.tarnlake.work;

import org.jspecify.annotations.NullMarked;
