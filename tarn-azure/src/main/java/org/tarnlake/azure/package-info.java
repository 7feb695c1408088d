/** A lake's objects in a container of Azure Blob Storage. */
@NullMarked
package org.tarnlake.azure;

import org.jspecify.annotations.NullMarked;
