/** Delta tables of their own, and their way into a lake and out of it. */
@org.jspecify.annotations.NullMarked
package org.tarnlake.standalone;
