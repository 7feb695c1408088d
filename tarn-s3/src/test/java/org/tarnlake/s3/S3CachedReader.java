package org.tarnlake.s3;

import org.tarnlake.Lake;
import org.tarnlake.Rows;

/** A process that opens a lake by its address and reads a table. */
final class S3CachedReader {
  private S3CachedReader() {}

  /** Arguments: the address, and how often to scan. Prints a sum of all rows of each scan. */
  public static void main(String[] arguments) {
    for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
      try (Lake lake = Lake.open(arguments[0]);
          Rows rows = lake.scan("t").rows()) {
        long sum = 0;
        while (rows.next()) {
          sum += rows.getLong("n");
        }
        System.out.println(sum);
      }
    }
  }
}
