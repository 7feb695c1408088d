/** Statements that make tables what they, or others, were. */
@NullMarked
package org.tarnlake.transaction.undo;

import org.jspecify.annotations.NullMarked;
