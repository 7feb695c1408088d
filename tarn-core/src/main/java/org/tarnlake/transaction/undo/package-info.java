/** Statements that make tables what they were. */
@NullMarked
package org.tarnlake.transaction.undo;

import org.jspecify.annotations.NullMarked;
