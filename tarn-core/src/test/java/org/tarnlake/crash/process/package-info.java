/** Real processes on one lake, killed at any moment. */
package org.tarnlake.crash.process;
