/** What the benchmarks have Spark do, in a process of its own. */
package org.tarnlake.bench.spark;
