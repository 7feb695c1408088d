/** Files to import, CSV, JSON and Parquet, and the column types found in them. */
@NullMarked
package org.tarnlake.cli.input;

import org.jspecify.annotations.NullMarked;
