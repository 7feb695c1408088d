package org.tarnlake.lake;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;

/**
 * How far the tables' own logs are known to have followed the lake's. Immutable.
 *
 * <p>Every table commit up to {@code through} is published, but for those of the tables that lag.
 *
 * @param through a lake version
 * @param lags by {@link CatalogTable#stay}
 */
record Publication(long through, HashPMap<String, Lag> lags) {

  /** As a lake checkpoint tells it. */
  static Publication of(long through, Collection<Lag> lags) {
    HashPMap<String, Lag> byStay = HashTreePMap.empty();
    for (Lag lag : lags) {
      byStay = byStay.plus(lag.stay(), lag);
    }
    return new Publication(through, byStay);
  }

  Publication through(long version) {
    return version <= through ? this : new Publication(version, lags);
  }

  /** With a table that lags, or no more does. */
  Publication with(String stay, @Nullable Lag lag) {
    if (lag == null) {
      return lags.containsKey(stay) ? new Publication(through, lags.minus(stay)) : this;
    }
    return new Publication(through, lags.plus(stay, lag));
  }

  /** The lags as of an earlier lake version, in the order of tables' ids. */
  List<Lag> lagsUpTo(long lakeVersion) {
    List<Lag> found = new ArrayList<>();
    for (String stay : lags.keySet().stream().sorted().toList()) {
      Lag lag = lags.get(stay);
      Lag then = lag == null ? null : lag.upTo(lakeVersion);
      if (then != null) {
        found.add(then);
      }
    }
    return found;
  }
}
