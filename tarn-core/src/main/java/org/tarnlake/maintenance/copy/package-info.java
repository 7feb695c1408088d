/** Objects that are copied, compared and moved aside. */
@NullMarked
package org.tarnlake.maintenance.copy;

import org.jspecify.annotations.NullMarked;
