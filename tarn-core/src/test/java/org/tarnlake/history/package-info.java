/** What clients saw of a run, and whether any lake that keeps its promises could have shown it. */
@NullMarked
package org.tarnlake.history;

import org.jspecify.annotations.NullMarked;
