package org.tarnlake.bench.work;

import java.nio.file.Path;
import org.tarnlake.bench.peer.Contenders;

/**
 * A program that commits one row and ends: what is timed from the start of its process to the line
 * that it prints.
 */
public final class FirstCommit {
  /** What the program prints as soon as its commit is durable. */
  public static final String DONE = "committed";

  private FirstCommit() {}

  /** Commits by the contender of the first argument in the folder of the second. */
  public static void main(String[] args) throws Exception {
    try (Commits commits = Contenders.commits(args[0], Path.of(args[1]))) {
      commits.commit(0, "first");
      System.out.println(DONE);
    }
  }
}
