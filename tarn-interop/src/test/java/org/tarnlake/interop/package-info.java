/** Spark and Tarn on the same tables, in one process. Run by {@code mvn verify -Pinterop}. */
@NullMarked
package org.tarnlake.interop;

import org.jspecify.annotations.NullMarked;
