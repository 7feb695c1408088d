/** The consistency check. */
@NullMarked
package org.tarnlake.maintenance.check;

import org.jspecify.annotations.NullMarked;
