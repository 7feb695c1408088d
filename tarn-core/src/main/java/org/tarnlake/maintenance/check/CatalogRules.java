package org.tarnlake.maintenance.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.tarnlake.lake.Catalog;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.LogEntry;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.schema.TableName;
import org.tarnlake.store.ObjectNames;

/**
 * What an entry may do to the catalog that it meets, each breach told with its line. It holds what
 * the entry has changed so far on top of the catalog before it. One thread at a time.
 */
final class CatalogRules {
  private final Report report;
  private final CheckedEntry checked;
  private final Catalog before;
  private final Predicate<String> idWasUsed;

  /** Names of tables that were made or renamed here, by id; null for a table that was dropped. */
  private final Map<String, @Nullable TableName> names = new HashMap<>();

  private final Set<String> namesTaken = new HashSet<>();

  /** The locations that are new here, in lower case, and the folders that they are in. */
  private final Set<String> newLocations = new HashSet<>();

  private final Set<String> foldersAround = new HashSet<>();
  private final Set<String> created = new HashSet<>();

  /** The versions with which tables were attached here, by id. */
  private final Map<String, Long> attached = new HashMap<>();

  private final Set<String> committed = new HashSet<>();

  private CatalogRules(
      Report report, CheckedEntry checked, Catalog before, Predicate<String> idWasUsed) {
    this.report = report;
    this.checked = checked;
    this.before = before;
    this.idWasUsed = idWasUsed;
  }

  /**
   * Whether the entry keeps all rules.
   *
   * @param idWasUsed whether a table of that id was ever there
   */
  static boolean check(
      Report report, CheckedEntry checked, Catalog before, Predicate<String> idWasUsed) {
    int found = report.size();
    new CatalogRules(report, checked, before, idWasUsed).all();
    return report.size() == found;
  }

  private void all() {
    LogEntry entry = checked.entry();
    for (int i = 0; i < entry.changes().size(); i++) {
      change(checked.changeLines().get(i), entry.changes().get(i));
    }
    for (int i = 0; i < entry.tableCommits().size(); i++) {
      commit(checked.commitLines().get(i), entry.tableCommits().get(i));
    }
    for (int i = 0; i < entry.changes().size(); i++) {
      if (entry.changes().get(i) instanceof CatalogChange.DetachTable detach
          && !committed.contains(detach.tableId())) {
        damage(checked.changeLines().get(i), "the table has no last version in this entry");
      }
    }
    for (int i = 0; i < entry.changes().size(); i++) {
      String id = entry.changes().get(i).tableId();
      if (entry.changes().get(i) instanceof CatalogChange.CreateTable
          && names.get(id) != null
          && !committed.contains(id)) {
        damage(checked.changeLines().get(i), "the table has no first version in this entry");
      }
    }
  }

  private void change(int line, CatalogChange change) {
    if (change instanceof CatalogChange.CreateTable create) {
      if (names.containsKey(create.tableId()) || idWasUsed.test(create.tableId())) {
        damage(line, "the table id %s was used before".formatted(create.tableId()));
      }
      comes(line, create.tableId(), create.name(), create.location());
      created.add(create.tableId());
      return;
    }
    if (change instanceof CatalogChange.AttachTable attach) {
      if (names.containsKey(attach.tableId()) || before.findById(attach.tableId()) != null) {
        damage(line, "the table id %s is in use".formatted(attach.tableId()));
      }
      comes(line, attach.tableId(), attach.name(), attach.location());
      attached.put(attach.tableId(), attach.newest().version());
      return;
    }
    TableName name = name(change.tableId());
    if (name == null) {
      damage(line, "there is no table of the id %s".formatted(change.tableId()));
    } else if (change instanceof CatalogChange.DropTable drop) {
      requireName(line, drop.name(), name);
      rename(drop.tableId(), null);
    } else if (change instanceof CatalogChange.DetachTable detach) {
      requireName(line, detach.name(), name);
      CatalogTable table = before.findById(detach.tableId());
      if (table != null && !table.location().equals(detach.location())) {
        damage(line, "the table is at %s, not %s".formatted(table.location(), detach.location()));
      }
    } else if (change instanceof CatalogChange.RenameTable rename) {
      requireName(line, rename.from(), name);
      rename(rename.tableId(), null);
      requireFree(line, rename.to());
      rename(rename.tableId(), rename.to());
    } else {
      throw new AssertionError(change);
    }
  }

  private void comes(int line, String id, TableName name, String location) {
    requireFree(line, name);
    if (!isAllowed(location)) {
      damage(line, "'%s' cannot be a table's location".formatted(location));
    } else if (!before.isFree(location) || !isNew(location.toLowerCase(Locale.ROOT))) {
      damage(
          line,
          "the location %s is another table's, or lies within or around one".formatted(location));
    }
    rename(id, name);
  }

  /** Notes a location; false if it lies within or around another one that is new here. */
  private boolean isNew(String location) {
    boolean free = !foldersAround.contains(location) && newLocations.add(location);
    for (int slash = location.indexOf('/'); slash > 0; slash = location.indexOf('/', slash + 1)) {
      foldersAround.add(location.substring(0, slash));
      free &= !newLocations.contains(location.substring(0, slash));
    }
    return free;
  }

  private void rename(String id, @Nullable TableName to) {
    TableName from = names.put(id, to);
    if (from != null) {
      namesTaken.remove(lower(from));
    }
    if (to != null) {
      namesTaken.add(lower(to));
    }
  }

  private void commit(int line, TableCommit commit) {
    String id = commit.tableId();
    TableName name = name(id);
    CatalogTable table = before.findById(id);
    if (name == null || (table == null && !created.contains(id) && !attached.containsKey(id))) {
      damage(line, "there is no table of the id %s".formatted(id));
      return;
    }
    if (!committed.add(id)) {
      damage(line, "a second commit to table %s in one entry".formatted(name));
      return;
    }
    long expected = table == null ? attached.getOrDefault(id, -1L) + 1 : table.version() + 1;
    if (commit.version() != expected) {
      damage(
          line,
          "the new version of table %s is %s, but must be %s"
              .formatted(name, commit.version(), expected));
    }
  }

  /** The present name of a table, or null if there is none of that id. */
  private @Nullable TableName name(String id) {
    if (names.containsKey(id)) {
      return names.get(id);
    }
    CatalogTable table = before.findById(id);
    return table == null ? null : table.name();
  }

  private void requireName(int line, TableName said, TableName present) {
    if (!said.equals(present)) {
      damage(line, "the table is called %s, not %s".formatted(present, said));
    }
  }

  private void requireFree(int line, TableName name) {
    CatalogTable other = before.findIgnoringCase(name);
    boolean taken =
        namesTaken.contains(lower(name)) || (other != null && !names.containsKey(other.id()));
    if (taken) {
      damage(line, "there is a table %s already".formatted(name));
    }
  }

  private static String lower(TableName name) {
    return name.toString().toLowerCase(Locale.ROOT);
  }

  private static boolean isAllowed(String location) {
    try {
      ObjectNames.check(location);
      return !location.startsWith("_");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void damage(int line, String why) {
    report.damage(checked.object(), line, why + "; the entry was not written by Tarn, restore it");
  }
}
