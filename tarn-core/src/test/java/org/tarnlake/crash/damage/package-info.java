/** Damage to every kind of file of a lake, and who tells of it. */
package org.tarnlake.crash.damage;
