package org.tarnlake.transaction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.lake.Catalog;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.schema.TableName;

/**
 * Which tables there are for a transaction: those of the lake version that it reads, and what it
 * made of them. One thread at a time.
 */
final class OwnCatalog {
  private final LakeContext lake;
  private final ReadState read;
  private final List<CatalogChange> changes = new ArrayList<>();

  /** Tables made or renamed here, or otherwise not what they were, by id. */
  private final Map<String, OwnTable> own = new LinkedHashMap<>();

  /** The ids of tables of the version that is read which were dropped here. */
  private final Set<String> dropped = new HashSet<>();

  OwnCatalog(LakeContext lake, ReadState read) {
    this.lake = lake;
    this.read = read;
  }

  private Catalog base() {
    return read.state().catalog();
  }

  List<TableName> names() {
    List<TableName> names = new ArrayList<>();
    for (CatalogTable table : base().tables()) {
      if (isAsRead(table.id())) {
        names.add(table.name());
      }
    }
    own.values().forEach(table -> names.add(table.name()));
    names.sort(null);
    return names;
  }

  @Nullable OwnTable findIgnoringCase(TableName name) {
    String key = name.key();
    for (OwnTable table : own.values()) {
      if (table.name().key().equals(key)) {
        return table;
      }
    }
    CatalogTable table = base().findIgnoringCase(name);
    return table == null || !isAsRead(table.id())
        ? null
        : new OwnTable(
            table.id(),
            table.name(),
            table.location(),
            lake.loader().head(table, read.state()),
            table);
  }

  /** Whether a table of the version that is read was neither dropped nor otherwise touched here. */
  private boolean isAsRead(String id) {
    return !dropped.contains(id) && !own.containsKey(id);
  }

  /** A table of the version that is read, if it is as it was then and its name was not taken. */
  @Nullable CatalogTable findAsRead(TableName name) {
    CatalogTable table = base().find(name);
    return table != null
            && isAsRead(table.id())
            && own.values().stream().noneMatch(each -> each.name().equals(name))
        ? table
        : null;
  }

  /** The name of a table by its id; null if there is none, or none any more. */
  @Nullable TableName findName(String id) {
    OwnTable known = own.get(id);
    if (known != null) {
      return known.name();
    }
    CatalogTable table = base().findById(id);
    return table == null || dropped.contains(id) ? null : table.name();
  }

  /** The tables made here or not what they were. */
  Collection<OwnTable> own() {
    return own.values();
  }

  /** Throws IllegalStateException if a table was dropped here, or altered since it was found. */
  void requirePresent(OwnTable table) {
    if (table.isIn(read.state()) ? dropped.contains(table.id()) : !own.containsKey(table.id())) {
      throw new IllegalStateException(
          "table %s was dropped in this transaction, and its rows with it".formatted(table.name()));
    }
    OwnTable now = own.get(table.id());
    if (now != null && !now.head().equals(table.head())) {
      throw new IllegalStateException(
          "table %s was altered in this transaction since; begin the scan or statement anew"
              .formatted(table.name()));
    }
  }

  /** Throws InvalidDataException if a table has the name, in any case. */
  void requireFree(TableName name) {
    OwnTable taken = findIgnoringCase(name);
    if (taken != null) {
      throw new InvalidDataException(
          "table %s exists already; choose another name, or drop it first".formatted(taken.name()));
    }
  }

  /** Takes a table in, or what became of it. */
  void put(OwnTable table) {
    own.put(table.id(), table);
  }

  void note(CatalogChange change) {
    changes.add(change);
  }

  /** Drops a table of the version that is read, or one that was made here. */
  void drop(String id, TableName name) {
    own.remove(id);
    if (base().findById(id) != null) {
      dropped.add(id);
      changes.add(new CatalogChange.DropTable(id, name));
    } else {
      changes.removeIf(change -> change.tableId().equals(id));
    }
  }

  List<CatalogChange> changes() {
    return changes;
  }
}
