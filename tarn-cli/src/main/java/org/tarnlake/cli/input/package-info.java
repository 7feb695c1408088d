/** Files to import: CSV, JSON and their types. */
@NullMarked
package org.tarnlake.cli.input;

import org.jspecify.annotations.NullMarked;
