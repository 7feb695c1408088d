package org.tarnlake.azure;

import java.util.Set;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.StoreProvider;

/** Opens the addresses that {@link AzureStore#open} takes. */
public final class AzureProvider implements StoreProvider {
  /** Made by whoever looks for stores. */
  public AzureProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("az", "azure", "abfs", "abfss", "wasb", "wasbs", "https");
  }

  @Override
  public ObjectStore open(String address) {
    return AzureStore.open(address);
  }
}
