package org.tarnlake.lake;

import java.time.Instant;
import java.time.InstantSource;
import org.tarnlake.error.InvalidDataException;

/** Finds lake versions by time. Stateless. */
public final class TimeTravel {
  private TimeTravel() {}

  /** The state of a version. Throws InvalidDataException if there is none. */
  public static LakeState stateAt(LakeLog log, long version) {
    LakeState newest = log.refresh();
    long oldest = log.oldestVersion();
    if (version < oldest || version > newest.version()) {
      throw new InvalidDataException(
          "no %s %s; there are the versions %s to %s"
              .formatted(
                  log.isStandalone() ? "table version" : "lake version",
                  version,
                  oldest,
                  newest.version()));
    }
    return log.at(version);
  }

  /**
   * The newest state that was not committed after a point in time, which must have come: what is
   * committed until then would change the answer.
   */
  public static LakeState stateAt(LakeLog log, Instant time, InstantSource clock) {
    LakeState newest = log.refresh();
    Instant newestTime = Instant.ofEpochMilli(newest.timestampMillis());
    if (time.isAfter(newestTime) && time.isAfter(clock.instant())) {
      throw new InvalidDataException(
          "there is no version as of %s yet; the newest, %s, was committed at %s"
              .formatted(time, newest.version(), newestTime));
    }
    if (log.isStandalone()) {
      return log.at(log.versionAt(time));
    }
    if (!time.isBefore(newestTime)) {
      return newest;
    }
    long created = newest.version() == 0 ? newest.timestampMillis() : log.at(0).timestampMillis();
    if (time.isBefore(Instant.ofEpochMilli(created))) {
      throw new InvalidDataException(
          "the lake did not exist at %s; it was created at %s"
              .formatted(time, Instant.ofEpochMilli(created)));
    }
    long millis = time.toEpochMilli();
    // Timestamps strictly increase, so the last entry that is not later can be found by halving.
    long low = 0;
    long high = newest.version();
    while (high - low > 1) {
      long middle = (low + high) >>> 1;
      if (log.read(middle).timestampMillis() <= millis) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return log.at(low);
  }
}
