/** Delta tables: actions, replay, snapshots, statistics and scans. */
@NullMarked
package org.tarnlake.table;

import org.jspecify.annotations.NullMarked;
