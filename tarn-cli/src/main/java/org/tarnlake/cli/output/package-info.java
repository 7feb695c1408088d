/** Rows as a table, as CSV and as JSON. */
@NullMarked
package org.tarnlake.cli.output;

import org.jspecify.annotations.NullMarked;
