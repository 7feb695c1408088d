/** What can go wrong, one type per thing the caller should do next. */
@NullMarked
package org.tarnlake.error;

import org.jspecify.annotations.NullMarked;
