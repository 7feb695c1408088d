/** Rows as a table, as CSV and as newline-delimited JSON. */
@NullMarked
package org.tarnlake.cli.output;

import org.jspecify.annotations.NullMarked;
