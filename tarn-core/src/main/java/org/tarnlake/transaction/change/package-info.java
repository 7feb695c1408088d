/** Statements that delete and change rows within a transaction. */
@NullMarked
package org.tarnlake.transaction.change;

import org.jspecify.annotations.NullMarked;
