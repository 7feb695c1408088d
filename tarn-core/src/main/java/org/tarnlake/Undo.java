package org.tarnlake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.LakeState;
import org.tarnlake.lake.RatifiedEntry;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.schema.TableName;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.state.TableState;
import org.tarnlake.transaction.OwnTable;
import org.tarnlake.transaction.Workspace;
import org.tarnlake.transaction.undo.DroppedTables;
import org.tarnlake.transaction.undo.RestoreStatement;
import org.tarnlake.transaction.undo.Restored;
import org.tarnlake.transaction.undo.RevertStatement;
import org.tarnlake.transaction.undo.RevertedCatalog;
import org.tarnlake.transaction.undo.TableUndo;

/** Brings tables of a transaction back to what they were. One thread at a time. */
final class Undo {
  private final Workspace workspace;
  private final List<Undone.TableRows> tables = new ArrayList<>();
  private final List<String> broughtBack = new ArrayList<>();
  private final List<String> dropped = new ArrayList<>();
  private final List<LakeCommit.Renamed> renamed = new ArrayList<>();

  Undo(Workspace workspace) {
    this.workspace = workspace;
  }

  Undone restore(CatalogTable table, TableState then) {
    OwnTable known = workspace.findById(table.id());
    DroppedTables departed = new DroppedTables(workspace);
    OwnTable own = known != null ? known : departed.find(table, table.name());
    TableUndo undo = RestoreStatement.plan(workspace, own, then);
    if (known == null) {
      bringBack(departed, own);
    }
    apply(undo);
    return done();
  }

  private void bringBack(DroppedTables departed, OwnTable back) {
    departed.bringBack(back);
    broughtBack.add(back.name().toString());
  }

  private void apply(TableUndo undo) {
    OwnTable own = undo.apply(workspace);
    Restored restored = undo.counts();
    if (!restored.isNothing()) {
      tables.add(
          new Undone.TableRows(
              own.name().toString(),
              restored.rowsBack(),
              restored.rowsGone(),
              restored.filesBack(),
              restored.filesGone(),
              restored.changesHead()));
    }
  }

  /** Makes all tables what they were at a version, and no others. */
  Undone restore(LakeState then) {
    // What can be refused is looked at before anything changes.
    List<OwnTable> present = workspace.tables();
    List<OwnTable> back = new ArrayList<>();
    List<TableUndo> undos = new ArrayList<>();
    DroppedTables departed = new DroppedTables(workspace);
    for (CatalogTable table : then.catalog().sorted()) {
      OwnTable own = workspace.findById(table.id());
      if (own == null) {
        own = departed.find(table, table.name());
        back.add(own);
      }
      if (!workspace.isUntouched(own, table)) {
        TableState state = workspace.lake().loader().load(table, then);
        undos.add(RestoreStatement.plan(workspace, own, state));
      } else if (workspace.findById(table.id()) == null) {
        departed.requireFiles(table);
      }
    }
    workspace.checkReads();
    for (OwnTable table : present) {
      workspace.noteRead(table, (AddFile file) -> true);
      if (then.catalog().findById(table.id()) == null) {
        workspace.dropTable(table.name());
        dropped.add(table.name().toString());
      }
    }
    rename(then);
    back.forEach(each -> bringBack(departed, each));
    undos.forEach(this::apply);
    return done();
  }

  /** Takes a version back, if nothing was built upon it. */
  Undone revert(long version) {
    long newest = workspace.base().version();
    long oldest = workspace.lake().log().format().oldestVersion();
    if (version <= oldest || version > newest) {
      throw new InvalidDataException(
          "there is no %s %s to be reverted; %s"
              .formatted(
                  workspace.lake().log().format().askedVersionWord(),
                  version,
                  newest == oldest
                      ? "nothing was committed yet"
                      : "there are the versions %s to %s".formatted(oldest + 1, newest)));
    }
    RatifiedEntry entry = workspace.lake().log().entry(version);
    RevertedCatalog catalog = new RevertedCatalog(workspace, entry);
    List<TableUndo> undos = new ArrayList<>();
    for (TableCommit commit : entry.entry().tableCommits()) {
      if (!catalog.isMade(commit.tableId())) {
        undos.add(RevertStatement.plan(workspace, catalog.require(commit.tableId()), entry));
      }
    }
    catalog.apply();
    undos.forEach(this::apply);
    dropped.addAll(catalog.dropped());
    broughtBack.addAll(catalog.broughtBack());
    catalog
        .renamed()
        .forEach((from, to) -> renamed.add(new LakeCommit.Renamed(from.toString(), to.toString())));
    return done();
  }

  /** Gives tables the names that they had. One of them may have that of another one now. */
  private void rename(LakeState then) {
    List<CatalogTable> rest = new ArrayList<>(then.catalog().sorted());
    rest.removeIf(
        table -> workspace.findById(table.id()) == null || present(table).equals(table.name()));
    Set<String> moved = new HashSet<>();
    while (!rest.isEmpty()) {
      CatalogTable next =
          rest.stream()
              .filter(table -> isFree(table.name(), present(table)))
              .findFirst()
              .orElse(null);
      if (next == null) {
        CatalogTable blocked = rest.get(0);
        TableName way = TableName.parse("on_its_way_" + workspace.lake().environment().newUuid());
        note(blocked, moved);
        workspace.renameTable(present(blocked), way);
        continue;
      }
      note(next, moved);
      workspace.renameTable(present(next), next.name());
      rest.remove(next);
    }
  }

  private void note(CatalogTable table, Set<String> moved) {
    if (moved.add(table.id())) {
      renamed.add(new LakeCommit.Renamed(present(table).toString(), table.name().toString()));
    }
  }

  private TableName present(CatalogTable table) {
    OwnTable own = workspace.findById(table.id());
    return own == null ? table.name() : own.name();
  }

  private boolean isFree(TableName wanted, TableName present) {
    return wanted.key().equals(present.key())
        || workspace.tables().stream().noneMatch(each -> each.name().key().equals(wanted.key()));
  }

  private Undone done() {
    return new Undone(tables, broughtBack, dropped, renamed);
  }
}
