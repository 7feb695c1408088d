/** JSON and sealed lines, as the check and the dump read them: from the bytes alone. */
@NullMarked
package org.tarnlake.maintenance.text;

import org.jspecify.annotations.NullMarked;
