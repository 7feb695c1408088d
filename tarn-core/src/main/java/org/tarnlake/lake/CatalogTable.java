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
 * @param since the lake version that made or attached it
 */
public record CatalogTable(
    String id, TableName name, String location, long version, long metadataVersion, long since) {
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

  /**
   * What tells the table from any that the lake has or had, itself before it was detached and
   * attached again among them: then others may have written to it, or it is a copy elsewhere.
   */
  public String stay() {
    return id + "@" + since;
  }

  /** The table as of an earlier version, whose metadata may be of any version before. */
  public CatalogTable asOf(long earlier) {
    return new CatalogTable(id, name, location, earlier, Math.min(metadataVersion, earlier), since);
  }

  CatalogTable withName(TableName newName) {
    return new CatalogTable(id, newName, location, version, metadataVersion, since);
  }

  CatalogTable withCommit(TableCommit commit) {
    long changed = commit.changesMetadata() ? commit.version() : metadataVersion;
    return new CatalogTable(id, name, location, commit.version(), changed, since);
  }
}
