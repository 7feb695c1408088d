/** What a Delta commit says: its actions, and their text. */
@NullMarked
package org.tarnlake.table.action;

import org.jspecify.annotations.NullMarked;
