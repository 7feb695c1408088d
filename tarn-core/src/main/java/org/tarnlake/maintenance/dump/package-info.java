/** Any file of a lake as text. */
@NullMarked
package org.tarnlake.maintenance.dump;

import org.jspecify.annotations.NullMarked;
