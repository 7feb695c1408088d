/** Looking after a lake: the consistency check, repair, backup, the dump of any file as text. */
@NullMarked
package org.tarnlake.maintenance;

import org.jspecify.annotations.NullMarked;
