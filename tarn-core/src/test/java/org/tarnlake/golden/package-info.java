/** Tables that other engines wrote, read value by value. */
@NullMarked
package org.tarnlake.golden;

import org.jspecify.annotations.NullMarked;
