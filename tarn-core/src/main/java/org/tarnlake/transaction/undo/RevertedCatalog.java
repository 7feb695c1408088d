package org.tarnlake.transaction.undo;

import java.util.ArrayList;
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

/** Takes back what one lake version did to the catalog. One thread at a time. */
public final class RevertedCatalog {
  private final Workspace workspace;
  private final RatifiedEntry entry;
  private final Later later;
  private final Set<String> made = new HashSet<>();
  private final List<String> broughtBack = new ArrayList<>();
  private final Map<TableName, TableName> renamed = new LinkedHashMap<>();

  public RevertedCatalog(Workspace workspace, RatifiedEntry entry) {
    this.workspace = workspace;
    this.entry = entry;
    this.later =
        new Later(workspace.lake(), entry.entry().lakeVersion(), workspace.base().version());
  }

  /**
   * Takes its changes back, the last one first: tables that it made are dropped, those that it
   * dropped come back, and those that it renamed get their names back.
   *
   * @return the tables that are dropped
   * @throws org.tarnlake.error.InvalidDataException if something was built upon it, naming what did
   */
  public List<CatalogTable> revert() {
    List<CatalogTable> dropped = new ArrayList<>();
    List<CatalogChange> changes = entry.entry().changes();
    for (int i = changes.size() - 1; i >= 0; i--) {
      CatalogChange change = changes.get(i);
      if (change instanceof CatalogChange.CreateTable create) {
        made.add(create.tableId());
        dropped.add(drop(create));
      } else if (change instanceof CatalogChange.DropTable drop) {
        bringBack(drop);
      } else if (change instanceof CatalogChange.RenameTable rename) {
        OwnTable table = require(rename.tableId());
        requireSameName(table, rename.to());
        workspace.renameTable(rename.to(), rename.from());
        renamed.put(rename.to(), rename.from());
      } else {
        throw later.refused(
            "it %s table %s, which is taken back by %s"
                .formatted(
                    change instanceof CatalogChange.AttachTable ? "attached" : "detached",
                    change.nameBefore(),
                    change instanceof CatalogChange.AttachTable ? "a detach" : "an attach"));
      }
    }
    return dropped;
  }

  private CatalogTable drop(CatalogChange.CreateTable create) {
    OwnTable table = require(create.tableId());
    TableCommit first = entry.entry().tableCommit(create.tableId());
    CatalogTable now = table.base();
    if (now == null || first == null || now.version() > first.version()) {
      throw later.refused(
          "%s wrote to table %s, which it made"
              .formatted(later.whoCommitted(create.tableId()), table.name()));
    }
    requireSameName(table, create.name());
    workspace.dropTable(table.name());
    return now;
  }

  private void bringBack(CatalogChange.DropTable drop) {
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
    DroppedTable.bringBack(workspace, last, drop.name());
    broughtBack.add(drop.name().toString());
  }

  private void requireSameName(OwnTable table, TableName name) {
    if (!table.name().equals(name)) {
      throw later.refused(
          "%s renamed table %s to %s".formatted(later.whoRenamed(table.id()), name, table.name()));
    }
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

  /** The names of tables that come back. */
  public List<String> broughtBack() {
    return List.copyOf(broughtBack);
  }

  /** Names that change, and what they become. */
  public Map<TableName, TableName> renamed() {
    return renamed;
  }
}
