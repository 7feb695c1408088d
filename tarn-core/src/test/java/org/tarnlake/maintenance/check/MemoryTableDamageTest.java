package org.tarnlake.maintenance.check;

import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectStore;

class MemoryTableDamageTest extends TableDamageTest {
  @Override
  ObjectStore newStore() {
    return new MemoryStore();
  }
}
