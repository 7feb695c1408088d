/** Work that several threads do ahead. */
@NullMarked
package org.tarnlake.cli.work;

import org.jspecify.annotations.NullMarked;
