/**
 * Deliberate breakages of the protocol, each of which a named test must notice: whoever removes a
 * line that a promise rests on, or the test that guards it, is told.
 */
@NullMarked
package org.tarnlake.mutation;

import org.jspecify.annotations.NullMarked;
