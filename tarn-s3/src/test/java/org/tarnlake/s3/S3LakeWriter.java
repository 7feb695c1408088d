package org.tarnlake.s3;

import java.util.List;
import java.util.Map;
import org.tarnlake.Lake;
import org.tarnlake.env.Environment;

/**
 * A process that finds a lake in S3 by its environment alone, and commits to two of its tables.
 * Prints the version of each commit.
 */
final class S3LakeWriter {
  private S3LakeWriter() {}

  /** Arguments: the bucket, the folder, the writer's number and how many commits. */
  public static void main(String[] arguments) {
    long writer = Long.parseLong(arguments[2]);
    try (S3Store store = S3Store.open(arguments[0], arguments[1]);
        Lake lake = Lake.open(store, Environment.system())) {
      for (long n = 0; n < Long.parseLong(arguments[3]); n++) {
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

  /** What a user sets for a server of his own. */
  static Map<String, String> environment(int port) {
    return Map.of(
        "AWS_ENDPOINT_URL_S3",
        "http://localhost:" + port,
        "AWS_ACCESS_KEY_ID",
        S3Server.IDENTITY,
        "AWS_SECRET_ACCESS_KEY",
        S3Server.SECRET);
  }

  static List<String> tables() {
    return List.of("debits", "credits");
  }
}
