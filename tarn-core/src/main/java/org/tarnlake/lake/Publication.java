package org.tarnlake.lake;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;

/**
 * How far the tables' own logs are known to have followed the lake's. Immutable.
 *
 * <p>Every table commit up to {@code through} is published, but for those of the tables that lag.
 *
 * @param through a lake version
 * @param lags by {@link CatalogTable#membership}
 */
public record Publication(long through, HashPMap<String, Lag> lags) {
  /** How many commits of a table are published at once. */
  public static final int TOGETHER_MAX = 16;

  /** As a lake checkpoint tells it. */
  static Publication of(long through, Collection<Lag> lags) {
    HashPMap<String, Lag> byMembership = HashTreePMap.empty();
    for (Lag lag : lags) {
      byMembership = byMembership.plus(lag.membership(), lag);
    }
    return new Publication(through, byMembership);
  }

  Publication through(long version) {
    return version <= through ? this : new Publication(version, lags);
  }

  /** With a table that lags, or no more does. */
  Publication with(String membership, @Nullable Lag lag) {
    if (lag == null) {
      return lags.containsKey(membership) ? new Publication(through, lags.minus(membership)) : this;
    }
    return new Publication(through, lags.plus(membership, lag));
  }

  /** The lags as of an earlier lake version, in the order of tables' ids. */
  public List<Lag> lagsUpTo(long lakeVersion) {
    List<Lag> found = new ArrayList<>();
    for (String membership : lags.keySet().stream().sorted().toList()) {
      Lag lag = lags.get(membership);
      Lag then = lag == null ? null : lag.upTo(lakeVersion);
      if (then != null) {
        found.add(then);
      }
    }
    return found;
  }

  /** Whether the commit of a table that an entry ratified is one that could not be published. */
  public boolean isLagging(CatalogTable table, long lakeVersion) {
    Lag lag = lags.get(table.membership());
    return lag != null && lag.lakeVersions().contains(lakeVersion);
  }

  /** The entries that may hold unpublished commits of a table, up to one of them, newest first. */
  LongStream unpublished(CatalogTable table, long lakeVersion) {
    long oldest = Math.max(table.since(), through + 1);
    LongStream recently = LongStream.iterate(lakeVersion, v -> v >= oldest, v -> v - 1);
    Lag lag = lags.get(table.membership());
    return lag == null
        ? recently
        : LongStream.concat(
            recently,
            lag.lakeVersions().stream()
                .sorted(Comparator.reverseOrder())
                .mapToLong(Long::longValue)
                .filter(v -> v < oldest && v <= lakeVersion));
  }

  /**
   * Whether commits may still be published to a certain folder by entries up to the newest one.
   *
   * @param overlaps whether a location is that folder, or within it or around it
   */
  boolean isAwaited(Predicate<String> overlaps, long newestEntry, LongFunction<LogEntry> entries) {
    for (long version = through + 1; version <= newestEntry; version++) {
      for (CatalogChange change : entries.apply(version).changes()) {
        if (change instanceof CatalogChange.CreateTable create
            && overlaps.test(create.location())) {
          return true;
        }
      }
    }
    return lags.values().stream().anyMatch(lag -> overlaps.test(lag.location()));
  }
}
