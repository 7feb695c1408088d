/** What keeps tables fast and small: files of a good size. */
@NullMarked
package org.tarnlake.upkeep;

import org.jspecify.annotations.NullMarked;
