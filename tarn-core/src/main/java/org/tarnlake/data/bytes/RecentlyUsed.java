package org.tarnlake.data.bytes;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Values that were used last, as many as their weights allow, and always the newest. Safe for many
 * threads.
 */
public final class RecentlyUsed<K, V> {
  private final long weightMax;
  private final ToLongFunction<V> weigher;
  private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true);
  private long weight;

  public RecentlyUsed(long weightMax, ToLongFunction<V> weigher) {
    this.weightMax = weightMax;
    this.weigher = weigher;
  }

  public synchronized @Nullable V find(K key) {
    return values.get(key);
  }

  public synchronized void put(K key, V value) {
    V before = values.put(key, value);
    weight += weigher.applyAsLong(value) - (before == null ? 0 : weigher.applyAsLong(before));
    Iterator<V> oldest = values.values().iterator();
    while (weight > weightMax && values.size() > 1) {
      weight -= weigher.applyAsLong(oldest.next());
      oldest.remove();
    }
  }
}
