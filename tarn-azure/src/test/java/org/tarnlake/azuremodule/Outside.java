package org.tarnlake.azuremodule;

import java.io.IOException;
import org.tarnlake.azure.AzureStore;

/** A program that uses the store as a module: once with an identity, and once without. */
final class Outside {
  private Outside() {}

  public static void main(String[] arguments) {
    System.out.println(AzureStore.class.getModule());
    look("abfss://some-container@some-account.dfs.core.windows.net");
    System.setProperty("AZURE_STORAGE_ENDPOINT", "http://127.0.0.1:1");
    System.setProperty("AZURE_SKIP_SIGNATURE", "true");
    look("az://some-container");
  }

  private static void look(String address) {
    try (AzureStore store = AzureStore.open(address)) {
      System.out.println(store.get("a").length);
    } catch (IOException e) {
      System.out.println(e.getMessage());
    }
  }
}
