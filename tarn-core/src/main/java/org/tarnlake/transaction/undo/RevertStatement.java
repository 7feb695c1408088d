package org.tarnlake.transaction.undo;

import java.util.List;
import java.util.Map;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.LakeState;
import org.tarnlake.lake.RatifiedEntry;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.alter.RestoredHead;
import org.tarnlake.table.state.TableState;
import org.tarnlake.table.write.VectorRules;
import org.tarnlake.transaction.OwnTable;
import org.tarnlake.transaction.Rewind;
import org.tarnlake.transaction.Statement;
import org.tarnlake.transaction.Workspace;

/**
 * How what one lake version did to a table is taken back, where nothing was built upon it.
 * Stateless.
 */
public final class RevertStatement {
  private RevertStatement() {}

  /**
   * How a transaction can take a commit back.
   *
   * @param entry that committed to the table
   * @throws InvalidDataException if something was built upon it, naming the version that did
   */
  public static TableUndo plan(Workspace workspace, OwnTable table, RatifiedEntry entry) {
    long version = entry.entry().lakeVersion();
    Later later = new Later(workspace.lake(), version, workspace.base().version());
    TableState now = workspace.committed(table);
    CatalogTable base = table.base();
    if (now == null || base == null || !workspace.isUntouched(table, base)) {
      throw later.refused("this transaction has changed table " + table.name());
    }
    TableState before = state(workspace, version - 1, table.id());
    TableHead headBefore = head(before);
    TableHead headThen = head(state(workspace, version, table.id()));
    TableHead headNow = head(now);
    TableHead head = headNow;
    if (!isSame(headBefore, headThen)) {
      if (now.version() > before.version() + 1) {
        throw later.refused(
            "table %s: %s wrote to it after it changed its columns or properties"
                .formatted(table.name(), later.whoCommitted(table.id())));
      }
      head = RestoredHead.of(table.name().toString(), headNow, headBefore);
    } else if (!isSame(headThen, headNow)) {
      throw later.refused(
          "%s changed the columns or properties of table %s"
              .formatted(later.whoAltered(table.id()), table.name()));
    }
    RevertedFiles files =
        new RevertedFiles(later, table.id(), table.name().toString(), table.location());
    files.revert(entry.actions(table.id()), before.files(), now.files());
    FileDifference difference = files.difference();
    if (!difference.gone().isEmpty()) {
      VectorRules.requireRemovable(table.name().toString(), headNow);
    }
    FilesThere.require(
        workspace.lake(),
        "table %s as of its version %s".formatted(table.name(), before.version()),
        table.location(),
        difference.back());
    Restored counts =
        difference
            .counts(workspace.lake().dataFiles(), table.location())
            .without(files.deletions().rowCount())
            .withHead(!head.equals(headNow));
    if (counts.isNothing()) {
      return new TableUndo(table.id(), counts, null);
    }
    workspace.lake().log().format().requireWritable(table.name().toString(), head);
    return new TableUndo(
        table.id(),
        counts,
        new Rewind(
            new Statement(CommitInfo.REVERT, Map.of("lakeVersion", Long.toString(version))),
            headNow,
            head,
            files.files(now.files()),
            difference.back(),
            difference.gone(),
            files.deletions(),
            List.of(),
            difference.metrics(counts)));
  }

  /** The first vector of a table changes nothing that anybody builds upon. */
  private static boolean isSame(TableHead before, TableHead after) {
    return VectorRules.onlyEnables(before, after);
  }

  private static TableHead head(TableState state) {
    return new TableHead(state.protocol(), state.metadata());
  }

  private static TableState state(Workspace workspace, long version, String tableId) {
    LakeState lake = workspace.lake().log().at(version);
    CatalogTable table = lake.catalog().findById(tableId);
    if (table == null) {
      throw new CorruptionException(
          "lake version %s has no table %s; run 'tarn check'".formatted(version, tableId));
    }
    return workspace.lake().loader().load(table, lake);
  }
}
