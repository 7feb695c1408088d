package org.tarnlake.history;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.tarnlake.Isolation;
import org.tarnlake.history.Anomaly.Kind;

/**
 * A way in which a store of lists is broken on purpose, the transactions that show it, and the
 * anomaly that these then show.
 */
enum Defect {
  NO_CHECK_OF_WRITES(Workload.UPDATE, Isolation.SNAPSHOT, Kind.LOST_UPDATE),
  NO_CHECK_OF_READS(Workload.CROSSED, Isolation.SERIALIZABLE, Kind.WRITE_SKEW),
  READS_UNCOMMITTED(Workload.SINGLE, Isolation.SNAPSHOT, Kind.DIRTY_READ),
  SHOWS_APPENDS_AT_ONCE(Workload.DOUBLE, Isolation.SNAPSHOT, Kind.INTERMEDIATE_READ),
  SHOWS_UNCOMMITTED_IN_A_CIRCLE(
      Workload.APPEND_THEN_READ,
      Isolation.SNAPSHOT,
      Kind.CIRCULAR_INFORMATION,
      Kind.REAL_TIME_VIOLATION),
  READS_LATEST_EACH_TIME(Workload.TWICE, Isolation.SNAPSHOT, Kind.NON_REPEATABLE_READ),
  READS_EACH_KEY_AT_ANOTHER_VERSION(Workload.PAIRS, Isolation.SNAPSHOT, Kind.FRACTURED_READ),
  COMMITS_KEY_BY_KEY(Workload.PAIRS, Isolation.SNAPSHOT, Kind.FRACTURED_READ),
  MIXES_COMMITS(
      Workload.BLIND_PAIRS, Isolation.SNAPSHOT, Kind.DIRTY_WRITE, Kind.REAL_TIME_VIOLATION),
  READS_ANOTHER_VERSION_OF_SINGLE_WRITERS(
      Workload.CHAINED,
      Isolation.SNAPSHOT,
      Kind.READ_SKEW,
      Kind.LONG_FORK,
      Kind.REAL_TIME_VIOLATION),
  REPLICATES_LATE(
      Workload.BLIND_SINGLE, Isolation.SNAPSHOT, Kind.LONG_FORK, Kind.REAL_TIME_VIOLATION),
  BEGINS_IN_THE_PAST(Workload.MIXED, Isolation.SNAPSHOT, Kind.REAL_TIME_VIOLATION),
  COMMITS_TWICE(Workload.MIXED, Isolation.SNAPSHOT, Kind.DUPLICATED_APPEND),
  COMMITS_HALF(Workload.PAIRS, Isolation.SNAPSHOT, Kind.HALF_COMMIT),
  FORGETS_COMMITS(Workload.MIXED, Isolation.SNAPSHOT, Kind.VANISHED_APPEND),
  FORGETS_COMMITS_LATER(Workload.SINGLE, Isolation.SNAPSHOT, Kind.VANISHED_APPEND),
  REORDERS(Workload.SINGLE, Isolation.SNAPSHOT, Kind.INCOMPATIBLE_ORDERS),
  INVENTS(Workload.SINGLE, Isolation.SNAPSHOT, Kind.VALUE_FROM_NOWHERE),
  HIDES_OWN_APPENDS(Workload.MIXED, Isolation.SNAPSHOT, Kind.OWN_APPEND_UNSEEN);

  final Workload workload;
  final Isolation isolation;
  final Kind shows;

  /** What else it may show: no store can have the one defect without the other. */
  final Set<Kind> mayShow;

  Defect(Workload workload, Isolation isolation, Kind shows, Kind... mayShow) {
    this.workload = workload;
    this.isolation = isolation;
    this.shows = shows;
    this.mayShow = EnumSet.of(shows);
    this.mayShow.addAll(Arrays.asList(mayShow));
  }
}
