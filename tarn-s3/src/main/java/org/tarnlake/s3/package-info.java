/** A lake's objects in a bucket of S3. */
@NullMarked
package org.tarnlake.s3;

import org.jspecify.annotations.NullMarked;
