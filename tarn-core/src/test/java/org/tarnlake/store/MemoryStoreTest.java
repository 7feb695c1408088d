package org.tarnlake.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class MemoryStoreTest extends ObjectStoreContractTest {
  @Override
  protected ObjectStore openEmpty() {
    return new MemoryStore();
  }

  @Test
  void objectsAreDatedByTheClockPassedIn() {
    MemoryStore store = new MemoryStore(InstantSource.fixed(Instant.ofEpochMilli(123_456)));
    store.putIfAbsent("a", new byte[3]);

    assertThat(store.list("", "")).containsExactly(new ObjectInfo("a", 3, 123_456));
  }
}
