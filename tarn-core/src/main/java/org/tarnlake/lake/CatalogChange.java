package org.tarnlake.lake;

import java.util.Objects;
import org.tarnlake.schema.TableName;

/** A change of the catalog, as a line of a log entry. */
public sealed interface CatalogChange {
  /** The table's id in the catalog, see {@link CatalogTable#id}. */
  String tableId();

  /** The table's name before the change, or that which it is given first. */
  default TableName nameBefore() {
    if (this instanceof CreateTable create) {
      return create.name();
    }
    if (this instanceof AttachTable attach) {
      return attach.name();
    }
    if (this instanceof DetachTable detach) {
      return detach.name();
    }
    if (this instanceof DropTable drop) {
      return drop.name();
    }
    if (this instanceof RenameTable rename) {
      return rename.from();
    }
    throw new AssertionError(this);
  }

  /** The table's name after the change, or that which it had last. */
  default TableName nameAfter() {
    return this instanceof RenameTable rename ? rename.to() : nameBefore();
  }

  /** Whether a table leaves the catalog. */
  default boolean isDeparture() {
    return this instanceof DropTable || this instanceof DetachTable;
  }

  /** A table comes into being, at a location where no table is. */
  record CreateTable(String tableId, TableName name, String location) implements CatalogChange {
    public CreateTable {
      Objects.requireNonNull(tableId, "tableId");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(location, "location");
    }
  }

  /**
   * A Delta table that others made enters the catalog, with a commit after which only this log
   * commits to it.
   */
  record AttachTable(String tableId, TableName name, String location, CommitMark newest)
      implements CatalogChange {
    public AttachTable {
      Objects.requireNonNull(tableId, "tableId");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(location, "location");
      if (!newest.isKnown()) {
        throw new IllegalArgumentException("the commit to start from has no checksum");
      }
    }
  }

  /**
   * A table leaves the catalog with its last commit, which stands in the same entry and opens it to
   * other writers; its location is free again.
   */
  record DetachTable(String tableId, TableName name, String location) implements CatalogChange {
    public DetachTable {
      Objects.requireNonNull(tableId, "tableId");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(location, "location");
    }
  }

  /** A table leaves the catalog; its files stay where they are. */
  record DropTable(String tableId, TableName name) implements CatalogChange {
    public DropTable {
      Objects.requireNonNull(tableId, "tableId");
      Objects.requireNonNull(name, "name");
    }
  }

  /** A table gets another name and keeps its location. */
  record RenameTable(String tableId, TableName from, TableName to) implements CatalogChange {
    public RenameTable {
      Objects.requireNonNull(tableId, "tableId");
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(to, "to");
    }
  }
}
