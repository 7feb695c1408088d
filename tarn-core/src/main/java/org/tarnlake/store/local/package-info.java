/** Objects as files of a local disk. */
@NullMarked
package org.tarnlake.store.local;

import org.jspecify.annotations.NullMarked;
