/** Bytes in memory and in the store, as the reader and the writer of data files pass them on. */
@NullMarked
package org.tarnlake.data.bytes;

import org.jspecify.annotations.NullMarked;
