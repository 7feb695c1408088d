/** Time, randomness and threads, passed in so that any run replays from a seed. */
@NullMarked
package org.tarnlake.env;

import org.jspecify.annotations.NullMarked;
