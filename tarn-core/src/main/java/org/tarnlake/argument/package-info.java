/** Arguments of public methods that are refused. */
@NullMarked
package org.tarnlake.argument;

import org.jspecify.annotations.NullMarked;
