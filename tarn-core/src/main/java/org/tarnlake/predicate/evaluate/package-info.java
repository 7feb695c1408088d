/** Bound expressions at work: typed loops over the vectors of a batch, knowing nothing of text. */
@NullMarked
package org.tarnlake.predicate.evaluate;

import org.jspecify.annotations.NullMarked;
