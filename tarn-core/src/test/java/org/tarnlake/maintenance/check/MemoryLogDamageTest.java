package org.tarnlake.maintenance.check;

import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectStore;

class MemoryLogDamageTest extends LogDamageTest {
  @Override
  ObjectStore newStore() {
    return new MemoryStore();
  }
}
