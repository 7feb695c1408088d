package org.tarnlake.s3;

import java.io.IOException;

/** A process that looks for an object, by its environment alone, and prints what it is told. */
final class S3Look {
  private S3Look() {}

  /** Arguments: the bucket and the object's name. */
  public static void main(String[] arguments) {
    try (S3Store store = S3Store.open(arguments[0], "")) {
      System.out.println(store.get(arguments[1]).length);
    } catch (IOException | IllegalArgumentException e) {
      System.out.println(e.getMessage());
    }
  }
}
