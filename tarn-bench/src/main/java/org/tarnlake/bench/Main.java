package org.tarnlake.bench;

/** Runs the benchmarks named on the command line. One thread at a time. */
public final class Main {
  private Main() {}

  /** Runs the benchmarks. */
  public static void main(String[] args) {}
}
