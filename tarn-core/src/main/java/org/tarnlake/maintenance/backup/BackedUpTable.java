package org.tarnlake.maintenance.backup;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.LakeState;
import org.tarnlake.schema.TableName;

/**
 * A table from the entry that made or attached it to the one with which it left, as far as a backup
 * has to follow it. One thread at a time.
 */
final class BackedUpTable {
  private final CatalogTable table;
  private final @Nullable LakeState lakeBefore;
  private long version;
  private boolean isDetached;
  private boolean hasLeft;
  private boolean isOverlapped;
  private long replacedSince = Long.MAX_VALUE;
  private boolean isAfterOthers;

  /**
   * @param table as the entry left it that made or attached it, or as it was later if that is not
   *     known
   * @param lakeBefore the lake as it was before that entry; null if that is not known
   */
  BackedUpTable(CatalogTable table, @Nullable LakeState lakeBefore) {
    this.table = table;
    this.lakeBefore = lakeBefore;
    this.version = table.version();
  }

  String tableId() {
    return table.id();
  }

  /** The name that it had when it arrived, or later. */
  TableName name() {
    return table.name();
  }

  String location() {
    return table.location();
  }

  /** The lake version that made or attached it. */
  long since() {
    return table.since();
  }

  /** The last one. */
  long version() {
    return version;
  }

  /**
   * Up to which version its log is that of other writers, so that no entry of the lake holds it; -1
   * if the lake made the table.
   */
  long attachedVersion() {
    return table.attachedVersion();
  }

  /** The table as it was when it arrived, or later. */
  CatalogTable table() {
    return table;
  }

  @Nullable LakeState lakeBefore() {
    return lakeBefore;
  }

  void commit(long own) {
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

  /** Takes note of a table that arrives later in the same folder, or in one in or around it. */
  void follow(BackedUpTable next) {
    if (hasLeft) {
      isOverlapped = true;
      if (key(next.location()).equals(key(location()))) {
        replacedSince = Math.min(replacedSince, next.since());
      }
    }
    next.isAfterOthers = true;
  }

  /** A folder as stores see it that make no difference between upper and lower case. */
  static String key(String location) {
    return location.toLowerCase(Locale.ROOT) + "/";
  }

  /** Whether another table had the same folder by a lake version, so that its log is there. */
  boolean isReplacedBy(long lakeVersion) {
    return replacedSince <= lakeVersion;
  }

  /** Whether other tables had its folder, or one in or around it, before. */
  boolean isAfterOthers() {
    return isAfterOthers;
  }

  /** Whether what lies in its folder is the table's: not its owner's, nor another table's. */
  boolean hasItsFolder() {
    return !isDetached && !isOverlapped;
  }
}
