package org.tarnlake.lake;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The states of tables that stay in memory: as many as a number of bytes allows, and of the tables
 * used last. Safe for many threads.
 */
final class StateCache {
  /** Sets how many bytes each open lake keeps of the states of its tables. */
  static final String PROPERTY = "tarn.stateCacheBytes";

  /** About what a table takes apart from its files. */
  private static final long TABLE_BYTES = 8 << 10;

  private final long bytesMax;

  // Guarded by this.
  private final Map<String, KeptStates> states = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, Long> weights = new LinkedHashMap<>();
  private long bytes;

  StateCache(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** What the property says, or else an eighth of the heap. */
  static long defaultBytes() {
    return Long.getLong(PROPERTY, Runtime.getRuntime().maxMemory() / 8);
  }

  /** The states of a table, none if it was not used for long. */
  synchronized KeptStates of(String membership) {
    return states.computeIfAbsent(membership, each -> new KeptStates());
  }

  synchronized @Nullable KeptStates find(String membership) {
    return states.get(membership);
  }

  /** Takes note that another state of a table is in memory, and lets go of what is too much. */
  synchronized void loaded(String membership, KeptStates loaded) {
    long weight = TABLE_BYTES + loaded.sizeBytes();
    if (states.get(membership) != loaded) {
      // Let go of while it was being loaded.
      return;
    }
    bytes += weight - weights.getOrDefault(membership, 0L);
    weights.put(membership, weight);
    Iterator<String> oldest = states.keySet().iterator();
    while (bytes > bytesMax && oldest.hasNext()) {
      String next = oldest.next();
      if (!next.equals(membership)) {
        oldest.remove();
        forget(next);
      }
    }
  }

  private void forget(String membership) {
    Long weight = weights.remove(membership);
    bytes -= weight == null ? 0 : weight;
  }

  /** Lets go of every table but some. */
  synchronized void retain(Set<String> memberships) {
    states.keySet().retainAll(memberships);
    for (String membership : Set.copyOf(weights.keySet())) {
      if (!memberships.contains(membership)) {
        forget(membership);
      }
    }
  }

  synchronized int size() {
    return states.size();
  }
}
