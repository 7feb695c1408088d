/** The facade: everything an application needs to work with a lake. */
@NullMarked
package org.tarnlake;

import org.jspecify.annotations.NullMarked;
