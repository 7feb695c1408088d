package org.tarnlake.gcsmodule;

import java.io.IOException;
import org.tarnlake.gcs.GcsStore;

/** A program that uses the store as a module: once with credentials, and once without. */
public final class Outside {
  private Outside() {}

  public static void main(String[] arguments) {
    System.out.println(GcsStore.class.getModule());
    look("gs://some-bucket");
    System.setProperty("STORAGE_EMULATOR_HOST", "127.0.0.1:1");
    look("gs://some-bucket");
  }

  private static void look(String address) {
    try (GcsStore store = GcsStore.open(address)) {
      System.out.println(store.get("a").length);
    } catch (IOException e) {
      System.out.println(e.getMessage());
    }
  }
}
