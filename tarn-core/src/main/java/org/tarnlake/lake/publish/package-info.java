/** What follows a commit: the tables' own logs, version checksums, checkpoints. */
@NullMarked
package org.tarnlake.lake.publish;

import org.jspecify.annotations.NullMarked;
