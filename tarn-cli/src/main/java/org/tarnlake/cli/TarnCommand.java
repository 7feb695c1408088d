package org.tarnlake.cli;

/** A subcommand, once its options are set. Runs once. */
interface TarnCommand {
  /**
   * Does the work.
   *
   * @return the exit status
   */
  int run();
}
