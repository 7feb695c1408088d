package org.tarnlake.lake;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.tarnlake.error.CorruptionException;

/**
 * How far applications have come with a lake. Immutable; the next version shares what did not
 * change.
 *
 * <p>Invariant, checked with every change: an application's number only grows.
 */
public final class Sequences {
  public static final Sequences NONE = new Sequences(HashTreePMap.empty());

  private final HashPMap<String, Long> numbers;

  private Sequences(HashPMap<String, Long> numbers) {
    this.numbers = numbers;
  }

  /** An application's number; null if it has none. */
  public @Nullable Long find(String application) {
    return numbers.get(application);
  }

  public int size() {
    return numbers.size();
  }

  /** All of them, by application, in the order of their names. */
  public Map<String, Long> sorted() {
    return new TreeMap<>(numbers);
  }

  /** Those after an entry. Throws CorruptionException if a number does not grow with it. */
  Sequences apply(long lakeVersion, List<Sequence> changes) {
    Sequences next = this;
    for (Sequence change : changes) {
      Long before = next.find(change.application());
      if (before != null && before >= change.number()) {
        throw new CorruptionException(
            "%s: application '%s' goes from %s to %s, which is not beyond it; run 'tarn check'"
                .formatted(
                    LakeNames.entry(lakeVersion), change.application(), before, change.number()));
      }
      next = next.with(change);
    }
    return next;
  }

  Sequences with(Sequence change) {
    return new Sequences(numbers.plus(change.application(), change.number()));
  }
}
