package org.tarnlake.store.remote;

import java.util.List;
import org.tarnlake.Lake;

/**
 * A process that finds a lake on a server by its environment alone, and commits to two of its
 * tables. Prints the version of each commit.
 */
final class RemoteLakeWriter {
  private RemoteLakeWriter() {}

  /** Arguments: the lake's address, the writer's number and how many commits. */
  public static void main(String[] arguments) {
    long writer = Long.parseLong(arguments[1]);
    try (Lake lake = Lake.open(arguments[0])) {
      for (long n = 0; n < Long.parseLong(arguments[2]); n++) {
        System.out.println(commit(lake, writer, n));
      }
    }
  }

  /** One transaction over both tables. */
  static long commit(Lake lake, long writer, long n) {
    return lake.transact(
        tx -> {
          tx.append("debits", writer, n, "from");
          tx.append("credits", writer, n, "to");
        });
  }

  static List<String> tables() {
    return List.of("debits", "credits");
  }
}
