/** What a child JVM measures: the sample rows and the tasks over them. */
@NullMarked
package org.tarnlake.bench.work;

import org.jspecify.annotations.NullMarked;
