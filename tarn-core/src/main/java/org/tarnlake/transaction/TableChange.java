package org.tarnlake.transaction;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.action.RemoveFile;
import org.tarnlake.table.action.SetTransaction;

/**
 * What one commit does to one table, as far as conflicts go. Immutable.
 *
 * @param added the files whose rows are new to the table
 * @param removed files that go, or whose rows change; of one that gets another deletion vector, the
 *     file with the vector before
 * @param changesData whether a removal takes rows away, rather than moving them to other files
 * @param changesMetadata whether schema, protocol or properties change
 * @param applications whose own progress is recorded
 */
record TableChange(
    List<AddFile> added,
    Set<FileKey> removed,
    boolean changesData,
    boolean changesMetadata,
    Set<String> applications) {

  TableChange {
    added = List.copyOf(added);
    removed = Set.copyOf(removed);
    applications = Set.copyOf(applications);
  }

  /** The change that the actions of a commit make. */
  static TableChange of(List<? extends Action> actions) {
    Set<FileKey> removed = new HashSet<>();
    Set<String> applications = new HashSet<>();
    boolean changesData = false;
    boolean changesMetadata = false;
    for (Action action : actions) {
      if (action instanceof RemoveFile remove) {
        removed.add(FileKey.of(remove));
        changesData |= remove.dataChange();
      } else if (action instanceof Metadata || action instanceof Protocol) {
        changesMetadata = true;
      } else if (action instanceof SetTransaction txn) {
        applications.add(txn.appId());
      }
    }
    List<AddFile> added =
        actions.stream()
            .filter(AddFile.class::isInstance)
            .map(AddFile.class::cast)
            .filter(AddFile::dataChange)
            .toList();
    return new TableChange(added, removed, changesData, changesMetadata, applications);
  }
}
