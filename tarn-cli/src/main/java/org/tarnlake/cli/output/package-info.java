/**
 * Rows as a table, as CSV, as newline-delimited JSON and as Parquet, into the standard output, a
 * pipe, a file or a folder of files.
 */
@NullMarked
package org.tarnlake.cli.output;

import org.jspecify.annotations.NullMarked;
