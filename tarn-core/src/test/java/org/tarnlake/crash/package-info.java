/** What is left, and what clients are told, when processes die, stores fail and power goes. */
@NullMarked
package org.tarnlake.crash;

import org.jspecify.annotations.NullMarked;
