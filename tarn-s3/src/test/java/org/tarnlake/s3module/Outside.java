package org.tarnlake.s3module;

import java.io.IOException;
import org.tarnlake.s3.S3Store;

/** A program that uses the store as a module. */
final class Outside {
  private Outside() {}

  public static void main(String[] arguments) {
    System.out.println(S3Store.class.getModule());
    try (S3Store store = S3Store.open("some-bucket", "")) {
      System.out.println(store.get("a").length);
    } catch (IOException e) {
      System.out.println(e.getMessage());
    }
  }
}
