/** What a Java class is made of. The only place with reflection. */
@NullMarked
package org.tarnlake.mapping.shape;

import org.jspecify.annotations.NullMarked;
