/** JSON in and out: the only home of the JSON library. */
@NullMarked
package org.tarnlake.json;

import org.jspecify.annotations.NullMarked;
