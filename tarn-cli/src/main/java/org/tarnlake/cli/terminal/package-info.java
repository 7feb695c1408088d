/** Where a command's answers, errors and progress go. */
@NullMarked
package org.tarnlake.cli.terminal;

import org.jspecify.annotations.NullMarked;
