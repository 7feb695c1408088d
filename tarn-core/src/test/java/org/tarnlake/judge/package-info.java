/**
 * Another engine reads the tables of the tests' lakes: Delta Kernel must see the rows that Tarn
 * shows. Spark does the same in the module {@code tarn-interop}.
 */
@NullMarked
package org.tarnlake.judge;

import org.jspecify.annotations.NullMarked;
