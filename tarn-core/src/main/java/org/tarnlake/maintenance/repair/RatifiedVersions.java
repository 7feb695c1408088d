package org.tarnlake.maintenance.repair;

import java.util.NavigableMap;
import java.util.TreeMap;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.TableCommit;

/** What the lake's log ratified of one table, version by version. One thread at a time. */
final class RatifiedVersions {
  private final CatalogTable table;
  private final NavigableMap<Long, Version> versions = new TreeMap<>();
  private boolean carries;

  /** The entry that ratified a version, and the CRC-32C of the commit's bytes. */
  record Version(long lakeVersion, long crc32c) {}

  RatifiedVersions(CatalogTable table) {
    this.table = table;
    if (table.attachedVersion() >= 0 && table.version() == table.attachedVersion()) {
      versions.put(table.attachedVersion(), new Version(-1, table.newest().crc32c()));
    }
  }

  void add(long lakeVersion, TableCommit commit) {
    versions.put(commit.version(), new Version(lakeVersion, commit.crc32c()));
    carries |= !commit.files().isEmpty();
  }

  /** Whether entries carry files of the table. */
  boolean carries() {
    return carries;
  }

  CatalogTable table() {
    return table;
  }

  NavigableMap<Long, Version> versions() {
    return versions;
  }
}
