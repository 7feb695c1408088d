package org.tarnlake.transaction.undo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.RatifiedEntry;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.schema.TableName;
import org.tarnlake.transaction.OwnTable;
import org.tarnlake.transaction.Workspace;

/**
 * Takes back what one lake version did to the catalog: tables that it made are dropped, those that
 * it dropped come back, and those that it renamed get their names back. Immutable.
 */
public final class RevertedCatalog {
  private final Workspace workspace;
  private final RatifiedEntry entry;
  private final Later later;
  private final Set<String> made = new HashSet<>();
  private final List<String> dropped = new ArrayList<>();

  /** What the tables that get another name are called until then, by their ids. */
  private final Map<String, TableName> renamed = new LinkedHashMap<>();

  /** What is to be done, in order. */
  private final List<Runnable> steps = new ArrayList<>();

  /** Tables that come back, by their ids. */
  private final Map<String, OwnTable> back = new LinkedHashMap<>();

  /** The names that tables have after these, by their ids. */
  private final Map<String, TableName> names = new HashMap<>();

  /**
   * Looks at what is to be done; nothing changes yet.
   *
   * @throws org.tarnlake.error.InvalidDataException if something was built upon it, naming what did
   */
  public RevertedCatalog(Workspace workspace, RatifiedEntry entry) {
    this.workspace = workspace;
    this.entry = entry;
    this.later =
        new Later(workspace.lake(), entry.entry().lakeVersion(), workspace.base().version());
    workspace.tables().forEach(table -> names.put(table.id(), table.name()));
    DroppedTables departed = new DroppedTables(workspace);
    List<CatalogChange> changes = entry.entry().changes();
    // The last one first.
    for (int i = changes.size() - 1; i >= 0; i--) {
      CatalogChange change = changes.get(i);
      if (change instanceof CatalogChange.CreateTable create) {
        drop(create);
      } else if (change instanceof CatalogChange.DropTable drop) {
        bringBack(drop, departed);
      } else if (change instanceof CatalogChange.RenameTable rename) {
        rename(rename);
      } else {
        throw later.refused(
            (change instanceof CatalogChange.AttachTable
                    ? "it attached table %s or brought it back, which a detach or a drop takes back"
                    : "it detached table %s, which an attach takes back")
                .formatted(change.nameBefore()));
      }
    }
  }

  private void drop(CatalogChange.CreateTable create) {
    OwnTable table = require(create.tableId());
    TableCommit first = entry.entry().tableCommit(create.tableId());
    CatalogTable now = table.base();
    if (now == null || first == null || now.version() > first.version()) {
      throw later.refused(
          "%s wrote to table %s, which it made"
              .formatted(later.whoCommitted(create.tableId()), table.name()));
    }
    if (!workspace.isUntouched(table, now)) {
      throw later.refused("this transaction has changed table " + table.name());
    }
    requireSameName(table, create.name());
    made.add(create.tableId());
    dropped.add(table.name().toString());
    names.remove(create.tableId());
    steps.add(() -> workspace.dropTable(create.name()));
  }

  private void bringBack(CatalogChange.DropTable drop, DroppedTables departed) {
    CatalogTable last =
        workspace
            .lake()
            .log()
            .at(entry.entry().lakeVersion() - 1)
            .catalog()
            .findById(drop.tableId());
    if (last == null || workspace.findById(drop.tableId()) != null) {
      throw later.refused("table %s, which it dropped, is there again".formatted(drop.name()));
    }
    requireFree(drop.name());
    OwnTable table = departed.find(last, drop.name());
    departed.requireFiles(last);
    back.put(drop.tableId(), table);
    names.put(drop.tableId(), drop.name());
    steps.add(() -> departed.bringBack(table));
  }

  private void rename(CatalogChange.RenameTable rename) {
    // One that the version renamed before it dropped it is not there yet.
    OwnTable coming = back.get(rename.tableId());
    requireSameName(coming != null ? coming : require(rename.tableId()), rename.to());
    names.remove(rename.tableId());
    requireFree(rename.from());
    renamed.putIfAbsent(rename.tableId(), rename.to());
    names.put(rename.tableId(), rename.from());
    steps.add(() -> workspace.renameTable(rename.to(), rename.from()));
  }

  private void requireSameName(OwnTable table, TableName name) {
    if (!name.equals(names.get(table.id()))) {
      throw later.refused(
          "%s renamed table %s to %s".formatted(later.whoRenamed(table.id()), name, table.name()));
    }
  }

  private void requireFree(TableName name) {
    names.forEach(
        (id, each) -> {
          if (each.key().equals(name.key())) {
            throw later.refused(
                "%s gave another table the name %s".formatted(later.whoNamed(id, each), each));
          }
        });
  }

  /** Does what is to be done. */
  public void apply() {
    steps.forEach(Runnable::run);
  }

  /** A table that the version touched. */
  public OwnTable require(String tableId) {
    OwnTable table = workspace.findById(tableId);
    if (table == null) {
      CatalogTable then = entry.after().catalog().findById(tableId);
      throw later.refused(
          "%s dropped or detached table %s"
              .formatted(later.whoRemoved(tableId), then == null ? tableId : then.name()));
    }
    return table;
  }

  /** Whether the version made a table, which is dropped then. */
  public boolean isMade(String tableId) {
    return made.contains(tableId);
  }

  /** The names of tables that are dropped. */
  public List<String> dropped() {
    return List.copyOf(dropped);
  }

  /** The names of tables that come back. */
  public List<String> broughtBack() {
    return back.keySet().stream().map(id -> String.valueOf(names.get(id))).toList();
  }

  /** The names of tables that stay and get another one, and what they become. */
  public Map<TableName, TableName> renamed() {
    Map<TableName, TableName> all = new LinkedHashMap<>();
    renamed.forEach(
        (id, name) -> {
          TableName last = names.get(id);
          if (last != null && !last.equals(name) && !back.containsKey(id)) {
            all.put(name, last);
          }
        });
    return all;
  }
}
