/** What the versions of a lake changed of the rows of its tables. */
@NullMarked
package org.tarnlake.lake.feed;

import org.jspecify.annotations.NullMarked;
