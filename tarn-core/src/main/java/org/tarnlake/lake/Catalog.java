package org.tarnlake.lake;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
 *   <li>No location lies within another.
 *   <li>A table's version grows by exactly one with each entry that touches it.
 * </ol>
 */
public final class Catalog {
  private static final Catalog EMPTY =
      new Catalog(
          HashTreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty());

  private final HashPMap<String, CatalogTable> tables;
  private final HashPMap<String, String> idsByName;

  /** The ids of tables by their locations, in lower case with a slash at the end. */
  private final HashPMap<String, String> idsByLocation;

  /** How many locations lie within a folder, which is written likewise. */
  private final HashPMap<String, Integer> locationsWithin;

  private Catalog(
      HashPMap<String, CatalogTable> tables,
      HashPMap<String, String> idsByName,
      HashPMap<String, String> idsByLocation,
      HashPMap<String, Integer> locationsWithin) {
    this.tables = tables;
    this.idsByName = idsByName;
    this.idsByLocation = idsByLocation;
    this.locationsWithin = locationsWithin;
  }

  static Catalog empty() {
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

  /** Whether no table of this catalog is there, within it or around it. */
  public boolean isFree(String location) {
    return locationProblem(location) == null;
  }

  /** The catalog after an entry. Throws CorruptionException if the entry breaks an invariant. */
  public Catalog apply(LogEntry entry) {
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
      return enter(lakeVersion, CatalogTable.created(create, lakeVersion));
    }
    if (change instanceof CatalogChange.AttachTable attach) {
      return enter(lakeVersion, CatalogTable.attached(attach, lakeVersion));
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
      return without(table);
    }
    if (change instanceof CatalogChange.RenameTable rename) {
      HashPMap<String, String> names = idsByName.minus(table.name().key());
      if (names.containsKey(rename.to().key())) {
        throw broken(lakeVersion, "table %s exists already".formatted(rename.to()));
      }
      return new Catalog(
          tables.plus(table.id(), table.withName(rename.to())),
          names.plus(rename.to().key(), table.id()),
          idsByLocation,
          locationsWithin);
    }
    throw new AssertionError(change);
  }

  private Catalog detach(LogEntry entry, String tableId) {
    CatalogTable table = tables.get(tableId);
    if (table == null || entry.tableCommit(tableId) == null) {
      throw broken(entry.lakeVersion(), "it detaches table %s without a commit".formatted(tableId));
    }
    return without(table);
  }

  /** Puts a table of a checkpoint or a new one into the catalog. */
  Catalog restore(CatalogTable table) {
    String key = locationKey(table.location());
    return new Catalog(
        tables.plus(table.id(), table),
        idsByName.plus(table.name().key(), table.id()),
        idsByLocation.plus(key, table.id()),
        countWithin(key, 1));
  }

  private Catalog without(CatalogTable table) {
    String key = locationKey(table.location());
    return new Catalog(
        tables.minus(table.id()),
        idsByName.minus(table.name().key()),
        idsByLocation.minus(key),
        countWithin(key, -1));
  }

  private HashPMap<String, Integer> countWithin(String key, int change) {
    HashPMap<String, Integer> counts = locationsWithin;
    for (String parent : parents(key)) {
      int count = counts.getOrDefault(parent, 0) + change;
      counts = count == 0 ? counts.minus(parent) : counts.plus(parent, count);
    }
    return counts;
  }

  /** The folders around a location. */
  private static List<String> parents(String key) {
    List<String> parents = new ArrayList<>();
    for (int slash = key.indexOf('/');
        slash < key.length() - 1;
        slash = key.indexOf('/', slash + 1)) {
      parents.add(key.substring(0, slash + 1));
    }
    return parents;
  }

  private Catalog put(CatalogTable table) {
    return new Catalog(tables.plus(table.id(), table), idsByName, idsByLocation, locationsWithin);
  }

  private @Nullable String locationProblem(String location) {
    String key = locationKey(location);
    if (idsByLocation.containsKey(key) || locationsWithin.containsKey(key)) {
      return "location %s is another table's, or holds one".formatted(location);
    }
    return parents(key).stream().anyMatch(idsByLocation::containsKey)
        ? "location %s lies within another table's".formatted(location)
        : null;
  }

  /** The catalog with one table more. Throws CorruptionException if it has no place here. */
  private Catalog enter(long lakeVersion, CatalogTable table) {
    if (idsByName.containsKey(table.name().key())) {
      throw broken(lakeVersion, "table %s exists already".formatted(table.name()));
    }
    String problem = locationProblem(table.location());
    if (problem != null) {
      throw broken(lakeVersion, problem);
    }
    if (tables.containsKey(table.id())) {
      throw broken(lakeVersion, "table id %s exists".formatted(table.id()));
    }
    return restore(table);
  }

  private static CorruptionException broken(long lakeVersion, String why) {
    return new CorruptionException(
        "%s: %s; run 'tarn check'".formatted(LakeNames.entry(lakeVersion), why));
  }

  private static String locationKey(String location) {
    return location.toLowerCase(Locale.ROOT) + "/";
  }

  /** The tables in the order of their names. */
  public Collection<CatalogTable> sorted() {
    ArrayList<CatalogTable> list = new ArrayList<>(tables.values());
    list.sort((a, b) -> a.name().compareTo(b.name()));
    return list;
  }
}
