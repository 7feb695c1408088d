/** Lakes that are copied while others write to them. */
package org.tarnlake.crash.copy;
