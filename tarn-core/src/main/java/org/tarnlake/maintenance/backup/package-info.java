/** A copy of a lake while others write to it. */
@NullMarked
package org.tarnlake.maintenance.backup;

import org.jspecify.annotations.NullMarked;
