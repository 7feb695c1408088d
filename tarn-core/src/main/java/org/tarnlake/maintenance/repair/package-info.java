/** Bringing the tables' folders back to what the lake's log says. */
@NullMarked
package org.tarnlake.maintenance.repair;

import org.jspecify.annotations.NullMarked;
