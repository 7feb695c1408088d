package org.tarnlake.store;

import org.tarnlake.store.access.ForwardingStore;

/** A store that says its objects are files of this machine, so that requests cost little. */
public final class NearStore extends ForwardingStore {
  public NearStore(ObjectStore store) {
    super(store);
  }

  @Override
  public boolean isLocal() {
    return true;
  }
}
