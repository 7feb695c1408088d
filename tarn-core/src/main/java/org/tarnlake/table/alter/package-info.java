/** Changes of a table's schema, properties and protocol: pure functions from head to head. */
@NullMarked
package org.tarnlake.table.alter;

import org.jspecify.annotations.NullMarked;
