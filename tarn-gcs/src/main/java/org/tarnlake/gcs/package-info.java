/** A lake's objects in a bucket of Google Cloud Storage. */
@NullMarked
package org.tarnlake.gcs;

import org.jspecify.annotations.NullMarked;
