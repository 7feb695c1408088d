/** Files of a good size for tables that were written in small pieces. */
@NullMarked
package org.tarnlake.maintenance.compact;

import org.jspecify.annotations.NullMarked;
