/** File systems that are shut down under their writers. */
package org.tarnlake.crash.power;
