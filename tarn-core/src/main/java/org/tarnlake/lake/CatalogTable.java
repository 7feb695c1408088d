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
  public CatalogTable {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(location, "location");
  }

  CatalogTable withName(TableName newName) {
    return new CatalogTable(id, newName, location, version, metadataVersion);
  }

  CatalogTable withCommit(TableCommit commit) {
    long changed = commit.changesMetadata() ? commit.version() : metadataVersion;
    return new CatalogTable(id, name, location, commit.version(), changed);
  }
}
