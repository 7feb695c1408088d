package org.tarnlake.transaction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.action.RemoveFile;
import org.tarnlake.table.action.RowIds;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.state.TableState;
import org.tarnlake.table.state.TombstoneCursor;
import org.tarnlake.table.write.RowTracking;

/**
 * Gives the files of a table's commit the row ids that row tracking asks for. A file that the table
 * has, or had, keeps what it was given then; and the commit from which on the rows keep their ids
 * gives some to all files that have none. Made anew at each rebase. Stateless.
 */
final class TrackedFiles {
  private TrackedFiles() {}

  /**
   * What a commit adds.
   *
   * @param write what is new, and what is added again
   * @param before the table as it is by then; null if the commit makes it
   * @param head protocol and metadata after the commit
   * @param version of the commit
   */
  static List<Action> adds(
      CommitGroup.GroupWrite write,
      @Nullable TableState before,
      TableHead head,
      long version,
      DataFiles dataFiles) {
    List<AddFile> adds = new ArrayList<>(write.removal().stays());
    if (before != null) {
      keepIds(adds, before);
    }
    if (before != null && RowTracking.isEnabled(head) && !RowTracking.isEnabled(head(before))) {
      addAgain(adds, write.removal().removes(), before);
    }
    adds.addAll(write.files());
    if (adds.isEmpty()) {
      return List.of();
    }
    return RowTracking.assign(
        adds,
        file -> RowRemoval.rowCount(file, write.table().location(), dataFiles),
        before == null ? write.domains() : before.domains(),
        version);
  }

  private static TableHead head(TableState state) {
    return new TableHead(state.protocol(), state.metadata());
  }

  /** Has files of an earlier version, which come back without ids, keep those given since. */
  private static void keepIds(List<AddFile> adds, TableState before) {
    Set<String> wanted = new HashSet<>();
    for (AddFile file : adds) {
      if (file.rowIds() == null) {
        wanted.add(FileKey.of(file).path());
      }
    }
    if (wanted.isEmpty()) {
      return;
    }
    Map<String, RowIds> known = new HashMap<>();
    before.files().forEach(file -> note(known, wanted, FileKey.of(file), file.rowIds()));
    try (TombstoneCursor tombstones = before.tombstones()) {
      for (RemoveFile gone = tombstones.next(); gone != null; gone = tombstones.next()) {
        note(known, wanted, FileKey.of(gone), gone.rowIds());
      }
    }
    adds.replaceAll(
        file -> {
          RowIds ids = known.get(FileKey.of(file).path());
          return file.rowIds() == null && ids != null ? file.withRowIds(ids) : file;
        });
  }

  private static void note(
      Map<String, RowIds> known, Set<String> wanted, FileKey key, @Nullable RowIds ids) {
    if (ids != null && wanted.contains(key.path())) {
      known.put(key.path(), ids);
    }
  }

  /** Adds the files that stay as they are and have no ids. */
  private static void addAgain(List<AddFile> adds, List<RemoveFile> removes, TableState before) {
    Set<FileKey> touched = new HashSet<>();
    adds.forEach(file -> touched.add(FileKey.of(file)));
    removes.forEach(file -> touched.add(FileKey.of(file)));
    before
        .files()
        .forEach(
            file -> {
              if (file.rowIds() == null && !touched.contains(FileKey.of(file))) {
                adds.add(file.unchanged());
              }
            });
  }
}
