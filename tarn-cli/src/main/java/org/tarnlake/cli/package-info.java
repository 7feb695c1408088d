/** The command {@code tarn}. */
@NullMarked
package org.tarnlake.cli;

import org.jspecify.annotations.NullMarked;
