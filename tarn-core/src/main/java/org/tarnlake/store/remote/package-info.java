/**
 * What stores on servers have in common: names, puts with three outcomes, and uploads in pieces.
 */
@NullMarked
package org.tarnlake.store.remote;

import org.jspecify.annotations.NullMarked;
