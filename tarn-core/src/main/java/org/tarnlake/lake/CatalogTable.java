package org.tarnlake.lake;

import java.util.Objects;
import org.tarnlake.schema.TableName;

/**
 * A table as the catalog knows it. Immutable.
 *
 * @param id that of its Delta metadata, for life: a UUID, unless another writer chose it; {@link
 *     #STANDALONE} if no lake has the table
 * @param name its present name
 * @param location where its files are, relative to the lake's root; for life
 * @param newest the commit that made its Delta version
 * @param changed the commit that changed its metadata or protocol last
 * @param since the lake version that made or attached it
 * @param attachedVersion up to which of its versions other writers committed; -1 if it was made
 *     here
 */
public record CatalogTable(
    String id,
    TableName name,
    String location,
    CommitMark newest,
    CommitMark changed,
    long since,
    long attachedVersion) {
  /** The id of a table that no lake has: others may change the one in its metadata. */
  public static final String STANDALONE = "standalone";

  public CatalogTable {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(location, "location");
    Objects.requireNonNull(newest, "newest");
    Objects.requireNonNull(changed, "changed");
  }

  /** A table that is made with the first commit of an entry. */
  static CatalogTable created(CatalogChange.CreateTable create, long lakeVersion) {
    return new CatalogTable(
        create.tableId(),
        create.name(),
        create.location(),
        CommitMark.NONE,
        CommitMark.NONE,
        lakeVersion,
        -1);
  }

  /** A table that others made, as the lake takes it over. */
  static CatalogTable attached(CatalogChange.AttachTable attach, long lakeVersion) {
    return new CatalogTable(
        attach.tableId(),
        attach.name(),
        attach.location(),
        attach.newest(),
        attach.newest(),
        lakeVersion,
        attach.newest().version());
  }

  /** Its Delta version. */
  public long version() {
    return newest.version();
  }

  /** The Delta version at which its metadata or protocol changed last. */
  public long metadataVersion() {
    return changed.version();
  }

  /**
   * Whether the log names its commits by what they are, so that what another writer put into its
   * folder does not count. A standalone table is what its folder says.
   */
  boolean isVouchedFor() {
    return !isStandalone();
  }

  /** Whether it is a Delta table of its own rather than a lake's. */
  public boolean isStandalone() {
    return id.equals(STANDALONE);
  }

  /**
   * What tells the table from any that the lake has or had, itself before it was detached and
   * attached again among them: then others may have written to it, or it is a copy elsewhere.
   */
  public String membership() {
    return id + "@" + since;
  }

  /** The table as of an earlier version, whose metadata may be of any version before. */
  public CatalogTable asOf(long earlier) {
    CommitMark then = new CommitMark(earlier, CommitMark.UNKNOWN);
    return earlier == version() ? this : with(then, changed.version() <= earlier ? changed : then);
  }

  CatalogTable withName(TableName newName) {
    return new CatalogTable(id, newName, location, newest, changed, since, attachedVersion);
  }

  CatalogTable withCommit(TableCommit commit) {
    CommitMark mark = new CommitMark(commit.version(), commit.crc32c());
    return with(mark, commit.changesMetadata() ? mark : changed);
  }

  CatalogTable withNewest(CommitMark mark) {
    return with(mark, changed);
  }

  private CatalogTable with(CommitMark nowNewest, CommitMark nowChanged) {
    return new CatalogTable(id, name, location, nowNewest, nowChanged, since, attachedVersion);
  }
}
