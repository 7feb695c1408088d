/** The types of columns, the schema of a table, and which Java values stand for them. */
@NullMarked
package org.tarnlake.schema;

import org.jspecify.annotations.NullMarked;
