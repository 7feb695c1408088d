package org.tarnlake.lake;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.schema.TableName;

/**
 * The tables of a lake as of one version. Immutable; the next version shares what did not change.
 *
 * <p>Invariants, checked with every change:
 *
 * <ol>
 *   <li>No two tables have names or locations that differ only by case.
 *   <li>A location is never used again, also not after its table was dropped; only a table that was
 *       detached leaves it free.
 *   <li>No location lies within another.
 *   <li>A table's version grows by exactly one with each entry that touches it.
 * </ol>
 */
public final class Catalog {
  private static final Catalog EMPTY =
      new Catalog(HashTreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty());

  private final HashPMap<String, CatalogTable> tables;
  private final HashPMap<String, String> idsByName;

  /** Every location ever used, in lower case with a slash at the end of each, and its parents. */
  private final HashPMap<String, Boolean> locations;

  private Catalog(
      HashPMap<String, CatalogTable> tables,
      HashPMap<String, String> idsByName,
      HashPMap<String, Boolean> locations) {
    this.tables = tables;
    this.idsByName = idsByName;
    this.locations = locations;
  }

  public static Catalog empty() {
    return EMPTY;
  }

  /** The table of exactly that name, or null. */
  public @Nullable CatalogTable find(TableName name) {
    CatalogTable table = findIgnoringCase(name);
    return table != null && table.name().equals(name) ? table : null;
  }

  /** The table of that name in any case, or null. */
  public @Nullable CatalogTable findIgnoringCase(TableName name) {
    String id = idsByName.get(name.key());
    return id == null ? null : tables.get(id);
  }

  /** The table of that id, or null. */
  public @Nullable CatalogTable findById(String id) {
    return tables.get(id);
  }

  public Collection<CatalogTable> tables() {
    return tables.values();
  }

  /** Whether a new table may live there: not used before, not within or around one that was. */
  public boolean isFree(String location) {
    return locationProblem(location) == null;
  }

  /** Every location that a table has or had. */
  Collection<String> usedLocations() {
    return locations.entrySet().stream()
        .filter(java.util.Map.Entry::getValue)
        .map(java.util.Map.Entry::getKey)
        .toList();
  }

  /** The catalog after an entry. Throws CorruptionException if the entry breaks an invariant. */
  Catalog apply(LogEntry entry) {
    Catalog next = this;
    for (CatalogChange change : entry.changes()) {
      next = next.apply(entry.lakeVersion(), change);
    }
    for (TableCommit commit : entry.tableCommits()) {
      CatalogTable table = next.tables.get(commit.tableId());
      if (table == null) {
        throw broken(entry.lakeVersion(), "it commits to an unknown table " + commit.tableId());
      }
      if (commit.version() != table.version() + 1) {
        throw broken(
            entry.lakeVersion(),
            "table %s goes from version %s to %s"
                .formatted(table.name(), table.version(), commit.version()));
      }
      next = next.put(table.withCommit(commit));
    }
    for (CatalogChange change : entry.changes()) {
      if (change instanceof CatalogChange.DetachTable) {
        next = next.detach(entry, change.tableId());
      }
    }
    for (CatalogChange change : entry.changes()) {
      CatalogTable table = next.tables.get(change.tableId());
      if (change instanceof CatalogChange.CreateTable
          && table != null
          && (table.version() != 0 || table.metadataVersion() != 0)) {
        throw broken(entry.lakeVersion(), "table %s has no first version".formatted(table.name()));
      }
    }
    return next;
  }

  private Catalog apply(long lakeVersion, CatalogChange change) {
    if (change instanceof CatalogChange.CreateTable create) {
      requireFree(lakeVersion, create.name());
      String problem = locationProblem(create.location());
      if (problem != null || tables.containsKey(create.tableId())) {
        throw broken(
            lakeVersion,
            problem != null ? problem : "table id %s exists".formatted(create.tableId()));
      }
      return restore(CatalogTable.created(create, lakeVersion));
    }
    if (change instanceof CatalogChange.AttachTable attach) {
      requireFree(lakeVersion, attach.name());
      String problem = locationProblem(attach.location());
      if (problem != null || tables.containsKey(attach.tableId())) {
        throw broken(
            lakeVersion,
            problem != null ? problem : "table id %s exists".formatted(attach.tableId()));
      }
      return restore(CatalogTable.attached(attach, lakeVersion));
    }
    CatalogTable table = tables.get(change.tableId());
    if (table == null) {
      throw broken(lakeVersion, "it changes an unknown table " + change.tableId());
    }
    if (change instanceof CatalogChange.DetachTable) {
      // It leaves after its last commit.
      return this;
    }
    if (change instanceof CatalogChange.DropTable) {
      return new Catalog(tables.minus(table.id()), idsByName.minus(table.name().key()), locations);
    }
    if (change instanceof CatalogChange.RenameTable rename) {
      HashPMap<String, String> names = idsByName.minus(table.name().key());
      if (names.containsKey(rename.to().key())) {
        throw broken(lakeVersion, "table %s exists already".formatted(rename.to()));
      }
      return new Catalog(
          tables.plus(table.id(), table.withName(rename.to())),
          names.plus(rename.to().key(), table.id()),
          locations);
    }
    throw new AssertionError(change);
  }

  private Catalog detach(LogEntry entry, String tableId) {
    CatalogTable table = tables.get(tableId);
    if (table == null || entry.tableCommit(tableId) == null) {
      throw broken(entry.lakeVersion(), "it detaches table %s without a commit".formatted(tableId));
    }
    Catalog next =
        new Catalog(
            tables.minus(tableId), idsByName.minus(table.name().key()), HashTreePMap.empty());
    String left = locationKey(table.location());
    for (String location : usedLocations()) {
      if (!location.equals(left)) {
        next = next.retire(location.substring(0, location.length() - 1));
      }
    }
    return next;
  }

  /** Puts a table of a checkpoint or a new one into the catalog. */
  Catalog restore(CatalogTable table) {
    return new Catalog(
            tables.plus(table.id(), table),
            idsByName.plus(table.name().key(), table.id()),
            locations)
        .retire(table.location());
  }

  /** Marks a location as used. */
  Catalog retire(String location) {
    String key = locationKey(location);
    HashPMap<String, Boolean> used = locations.plus(key, true);
    for (int slash = key.indexOf('/');
        slash < key.length() - 1;
        slash = key.indexOf('/', slash + 1)) {
      String parent = key.substring(0, slash + 1);
      if (!used.containsKey(parent)) {
        used = used.plus(parent, false);
      }
    }
    return new Catalog(tables, idsByName, used);
  }

  private Catalog put(CatalogTable table) {
    return new Catalog(tables.plus(table.id(), table), idsByName, locations);
  }

  private @Nullable String locationProblem(String location) {
    String key = locationKey(location);
    if (locations.containsKey(key)) {
      return "location %s was used before, or holds another table".formatted(location);
    }
    for (int slash = key.indexOf('/');
        slash < key.length() - 1;
        slash = key.indexOf('/', slash + 1)) {
      if (Boolean.TRUE.equals(locations.get(key.substring(0, slash + 1)))) {
        return "location %s lies within another table's".formatted(location);
      }
    }
    return null;
  }

  private void requireFree(long lakeVersion, TableName name) {
    if (idsByName.containsKey(name.key())) {
      throw broken(lakeVersion, "table %s exists already".formatted(name));
    }
  }

  private static CorruptionException broken(long lakeVersion, String why) {
    return new CorruptionException(
        "%s: %s; run the consistency check".formatted(LakeNames.entry(lakeVersion), why));
  }

  private static String locationKey(String location) {
    return location.toLowerCase(Locale.ROOT) + "/";
  }

  /** The tables in the order of their names. */
  public Collection<CatalogTable> sorted() {
    ArrayList<CatalogTable> list = new ArrayList<>(tables.values());
    list.sort(java.util.Comparator.comparing(CatalogTable::name));
    return list;
  }
}
