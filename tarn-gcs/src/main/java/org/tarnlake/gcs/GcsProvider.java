package org.tarnlake.gcs;

import java.util.Set;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.StoreProvider;

/** Opens the addresses that {@link GcsStore#open} takes. */
public final class GcsProvider implements StoreProvider {
  /** Made by whoever looks for stores. */
  public GcsProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("gs", "gcs");
  }

  @Override
  public ObjectStore open(String address) {
    return GcsStore.open(address);
  }
}
