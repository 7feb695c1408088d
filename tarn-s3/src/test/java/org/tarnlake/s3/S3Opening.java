package org.tarnlake.s3;

import java.io.IOException;
import org.tarnlake.Stores;
import org.tarnlake.error.TarnException;
import org.tarnlake.store.ObjectStore;

/** A process that opens a store, by its environment alone, and prints which it is or why not. */
final class S3Opening {
  private S3Opening() {}

  /** Argument: the store's address. */
  public static void main(String[] arguments) throws IOException {
    try (ObjectStore store = Stores.open(arguments[0])) {
      System.out.println(store.identity());
    } catch (TarnException e) {
      System.out.println(e.getMessage());
    }
  }
}
