/** Tarn and its peers, measured in one run. */
@NullMarked
package org.tarnlake.bench;

import org.jspecify.annotations.NullMarked;
