package org.tarnlake.lake;

import java.util.Objects;
import org.tarnlake.schema.TableName;

/**
 * A table as the catalog knows it. Immutable.
 *
 * @param id a UUID, for life
 * @param name its present name
 * @param location where its files are, relative to the lake's root; for life
 * @param version its Delta version
 * @param metadataVersion the Delta version at which its metadata or protocol changed last
 */
public record CatalogTable(
    String id, TableName name, String location, long version, long metadataVersion) {
  /** The id of a table that is no lake's; its metadata has its own, which others may change. */
  static final String STANDALONE = "standalone";

  public CatalogTable {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(location, "location");
  }

  /** Whether it is a Delta table of its own rather than a lake's. */
  public boolean isStandalone() {
    return id.equals(STANDALONE);
  }

  /** The table as of an earlier version, whose metadata may be of any version before. */
  public CatalogTable asOf(long earlier) {
    return new CatalogTable(id, name, location, earlier, Math.min(metadataVersion, earlier));
  }

  CatalogTable withName(TableName newName) {
    return new CatalogTable(id, newName, location, version, metadataVersion);
  }

  CatalogTable withCommit(TableCommit commit) {
    long changed = commit.changesMetadata() ? commit.version() : metadataVersion;
    return new CatalogTable(id, name, location, commit.version(), changed);
  }
}
