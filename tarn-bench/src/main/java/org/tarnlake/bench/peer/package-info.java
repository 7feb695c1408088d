/** The contenders: Tarn, its peers, and the floor of bare file-system calls. */
@NullMarked
package org.tarnlake.bench.peer;

import org.jspecify.annotations.NullMarked;
