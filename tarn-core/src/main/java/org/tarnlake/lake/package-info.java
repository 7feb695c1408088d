/** The lake's log: entries, catalog, checkpoints and publication. */
@NullMarked
package org.tarnlake.lake;

import org.jspecify.annotations.NullMarked;
