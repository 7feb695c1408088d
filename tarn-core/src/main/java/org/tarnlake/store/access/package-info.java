/** The store as the rest of Tarn calls it: its failures are Tarn's errors. */
@NullMarked
package org.tarnlake.store.access;

import org.jspecify.annotations.NullMarked;
