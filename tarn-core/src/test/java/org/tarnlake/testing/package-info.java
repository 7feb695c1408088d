/** What tests share. */
@NullMarked
package org.tarnlake.testing;

import org.jspecify.annotations.NullMarked;
