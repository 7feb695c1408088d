/** A layer over the local disk that fails when told to, and forgets what was not synced. */
@NullMarked
package org.tarnlake.crash.disk;

import org.jspecify.annotations.NullMarked;
