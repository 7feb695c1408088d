/** Conditions on rows: their text, their binding to a schema, pruning and evaluation. */
@NullMarked
package org.tarnlake.predicate;

import org.jspecify.annotations.NullMarked;
