package org.tarnlake.azure;

import org.tarnlake.env.Environment;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.remote.BucketStore;
import org.tarnlake.store.remote.Remote;
import org.tarnlake.store.remote.RemoteNames;
import org.tarnlake.store.remote.RemoteStore;
import org.tarnlake.store.remote.Variables;

/**
 * Objects of a container of Azure Blob Storage, with a hierarchy of names or without, below a
 * prefix; shared by any number of processes. Safe for many threads.
 *
 * <p>What {@link ObjectStore} says of stores on servers holds, by the condition {@code
 * If-None-Match: *}. An upload of more than {@value #PIECE_BYTES} bytes is sent in blocks, several
 * of a store at a time. Those of an upload that fails or is closed are discarded by the server
 * after a week.
 *
 * <p>Account and login are configured as for the vendor's other tools: in the environment, or by
 * system properties of the same names.
 */
@SuppressWarnings("exports") // what it inherits is what ObjectStore has
public final class AzureStore extends BucketStore {
  private static final int PIECE_BYTES = 8 << 20;

  private AzureStore(RemoteStore store) {
    super(store);
  }

  /**
   * Opens a container. Asks and writes nothing.
   *
   * @param address {@code az://container/folder}, where the environment names the account; {@code
   *     abfss://container@account.dfs.core.windows.net/folder}; or {@code
   *     https://account.blob.core.windows.net/container/folder}. The folder may be left out
   * @throws IllegalArgumentException if the address or the configuration cannot be
   */
  public static AzureStore open(String address) {
    if (address == null) {
      throw new IllegalArgumentException(
          "address is null; pass a text such as az://container/folder");
    }
    return open(
        address,
        Variables.ofProcess(name -> name.startsWith("AZUR")),
        Environment.system(),
        PIECE_BYTES);
  }

  /**
   * As {@link #open(String)}.
   *
   * @param variables instead of the environment
   * @param pieceBytes what an upload keeps in memory, and each of its blocks has
   */
  static AzureStore open(
      String address, Variables variables, Environment environment, int pieceBytes) {
    AzureAddress place = AzureAddress.parse(address);
    String container = place.container();
    AzureSettings settings = AzureSettings.of(variables, place);
    RemoteNames names = new RemoteNames(settings.root(container), container, place.folder());
    AzureObjects objects =
        new AzureObjects(AzureClient.of(settings, container), settings.endpoint(), environment);
    return new AzureStore(new RemoteStore(new Remote(objects, names, environment), pieceBytes));
  }
}
