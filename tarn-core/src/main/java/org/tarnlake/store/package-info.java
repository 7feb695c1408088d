/** Storage: a flat map from object names to immutable bytes. */
@NullMarked
package org.tarnlake.store;

import org.jspecify.annotations.NullMarked;
