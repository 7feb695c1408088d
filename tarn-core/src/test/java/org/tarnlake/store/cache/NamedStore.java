package org.tarnlake.store.cache;

import java.nio.file.Path;
import java.util.Map;
import org.tarnlake.env.Environment;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.ForwardingStore;

/** A store of which is told which one it is, as a store on a network is. Safe for many threads. */
public final class NamedStore extends ForwardingStore {
  private final String identity;

  public NamedStore(ObjectStore inner, String identity) {
    super(inner);
    this.identity = identity;
  }

  @Override
  public String identity() {
    return identity;
  }

  /** A cache in a folder, of so many bytes. */
  public static StoreCache cache(Path folder, long bytesMax, Environment environment) {
    StoreCache cache =
        StoreCache.of(
            Map.of("TARN_CACHE", folder.toString(), "TARN_CACHE_BYTES", "" + bytesMax),
            environment);
    if (cache == null) {
      throw new AssertionError("no cache in " + folder);
    }
    return cache;
  }
}
