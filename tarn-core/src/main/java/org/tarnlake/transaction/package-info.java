/** Transactions: what they read and write, when they conflict, how they commit. */
@NullMarked
package org.tarnlake.transaction;

import org.jspecify.annotations.NullMarked;
