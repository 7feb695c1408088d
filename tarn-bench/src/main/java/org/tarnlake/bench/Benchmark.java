package org.tarnlake.bench;

/** One benchmark: measures its contenders in turn and reports against its bars. Stateless. */
@FunctionalInterface
interface Benchmark {
  void run(Options options, Report report) throws Exception;
}
