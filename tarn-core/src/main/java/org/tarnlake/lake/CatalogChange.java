package org.tarnlake.lake;

import java.util.Objects;
import org.tarnlake.schema.TableName;

/** A change of the catalog, as a line of a log entry. */
public sealed interface CatalogChange {
  /** The table's id, a UUID, the same as in its Delta metadata. */
  String tableId();

  /** A table comes into being, at a location that no table of this lake had before. */
  record CreateTable(String tableId, TableName name, String location) implements CatalogChange {
    public CreateTable {
      Objects.requireNonNull(tableId, "tableId");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(location, "location");
    }
  }

  /** A table leaves the catalog; its files stay until retention lets them go. */
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
