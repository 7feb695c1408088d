package org.tarnlake.maintenance;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tarnlake.lake.LakeState;

/**
 * A table from the entry that made or attached it to the one with which it left, as far as a backup
 * has to follow it. One thread at a time.
 */
final class BackupStay {
  private final String tableId;
  private final String location;
  private final long since;
  private final long attachedVersion;
  private final Map<Long, Long> commits = new TreeMap<>();
  private final @Nullable LakeState lakeBefore;
  private long version;
  private boolean isDetached;
  private boolean hasLeft;
  private long replacedSince = Long.MAX_VALUE;
  private boolean isAfterOthers;

  /**
   * @param since the lake version that made or attached it
   * @param version its own, so far
   * @param attachedVersion up to which its log is that of other writers, so that no entry of the
   *     lake holds it; -1 if the lake made the table
   * @param lakeBefore the lake as it was before; null if that is not known
   */
  BackupStay(
      String tableId,
      String location,
      long since,
      long version,
      long attachedVersion,
      @Nullable LakeState lakeBefore) {
    this.tableId = tableId;
    this.location = location;
    this.since = since;
    this.version = version;
    this.attachedVersion = attachedVersion;
    this.lakeBefore = lakeBefore;
  }

  String tableId() {
    return tableId;
  }

  String location() {
    return location;
  }

  long since() {
    return since;
  }

  /** The last one. */
  long version() {
    return version;
  }

  long attachedVersion() {
    return attachedVersion;
  }

  @Nullable LakeState lakeBefore() {
    return lakeBefore;
  }

  /** The lake versions that ratified its own versions, as far as they were followed, in order. */
  Map<Long, Long> commits() {
    return commits;
  }

  void commit(long own, long lakeVersion) {
    commits.put(own, lakeVersion);
    version = own;
  }

  void drop() {
    hasLeft = true;
  }

  void detach() {
    hasLeft = true;
    isDetached = true;
  }

  boolean hasLeft() {
    return hasLeft;
  }

  /** Takes note of a table that arrives later, in or around the same folder it may be. */
  void follow(BackupStay next) {
    if (overlaps(location, next.location)) {
      if (hasLeft) {
        replacedSince = Math.min(replacedSince, next.since);
      }
      next.isAfterOthers = true;
    }
  }

  private static boolean overlaps(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT) + "/";
    String b = other.toLowerCase(Locale.ROOT) + "/";
    return a.startsWith(b) || b.startsWith(a);
  }

  /** Whether another table had its folder by a lake version. */
  boolean isReplacedBy(long lakeVersion) {
    return replacedSince <= lakeVersion;
  }

  /** Whether other tables had its folder, or one in or around it, before. */
  boolean isAfterOthers() {
    return isAfterOthers;
  }

  /** Whether what lies in its folder is the table's: not its owner's, nor another table's. */
  boolean hasItsFolder() {
    return !isDetached && replacedSince == Long.MAX_VALUE;
  }
}
