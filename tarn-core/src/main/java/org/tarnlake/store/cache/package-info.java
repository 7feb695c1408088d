/** Blocks of immutable objects on the local disk, shared by all processes of a user. */
@NullMarked
package org.tarnlake.store.cache;

import org.jspecify.annotations.NullMarked;
