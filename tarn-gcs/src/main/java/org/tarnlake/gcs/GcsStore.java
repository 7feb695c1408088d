package org.tarnlake.gcs;

import org.tarnlake.env.Environment;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.remote.BucketStore;
import org.tarnlake.store.remote.Remote;
import org.tarnlake.store.remote.RemoteNames;
import org.tarnlake.store.remote.RemoteStore;
import org.tarnlake.store.remote.Variables;

/**
 * Objects of a bucket of Google Cloud Storage, below a prefix; shared by any number of processes.
 * Safe for many threads.
 *
 * <p>What {@link ObjectStore} says of stores on servers holds, by the condition {@code
 * ifGenerationMatch=0}. An upload of more than {@value #PIECE_BYTES} bytes is sent in chunks, one
 * after the other. Those of an upload that fails or is closed are discarded by the server.
 *
 * <p>Login is configured as for the vendor's other tools: in the environment, or by system
 * properties of the same names.
 */
@SuppressWarnings("exports") // what it inherits is what ObjectStore has
public final class GcsStore extends BucketStore {
  /** A multiple of what the server counts chunks in. */
  private static final int PIECE_BYTES = 8 << 20;

  private GcsStore(RemoteStore store) {
    super(store);
  }

  /**
   * Opens a bucket. Asks and writes nothing.
   *
   * @param address {@code gs://bucket/folder}; the folder may be left out
   * @throws IllegalArgumentException if the address or the configuration cannot be
   */
  public static GcsStore open(String address) {
    if (address == null) {
      throw new IllegalArgumentException("address is null; pass a text such as gs://bucket/folder");
    }
    return open(
        address, Variables.ofProcess(GcsStore::isSetting), Environment.system(), PIECE_BYTES);
  }

  private static boolean isSetting(String name) {
    return name.startsWith("GOOGLE_") || name.equals("STORAGE_EMULATOR_HOST");
  }

  /**
   * As {@link #open(String)}.
   *
   * @param variables instead of the environment
   * @param pieceBytes what an upload keeps in memory, and each of its chunks has
   */
  static GcsStore open(
      String address, Variables variables, Environment environment, int pieceBytes) {
    GcsAddress place = GcsAddress.parse(address);
    String bucket = place.bucket();
    GcsSettings settings = GcsSettings.of(variables);
    RemoteNames names = new RemoteNames("gs://" + bucket, bucket, place.folder());
    GcsObjects objects = new GcsObjects(GcsClient.of(settings), bucket, settings, environment);
    return new GcsStore(new RemoteStore(new Remote(objects, names, environment), pieceBytes));
  }
}
