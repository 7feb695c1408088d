package org.tarnlake.transaction.undo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.deleted.DeletedRows;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.action.RemoveFile;
import org.tarnlake.table.scan.DeletionVectors;
import org.tarnlake.table.scan.Deletions;
import org.tarnlake.table.scan.FileDeletion;
import org.tarnlake.table.state.TableFiles;

/**
 * What comes back to a table and goes from it when one of its commits is taken back. One thread at
 * a time.
 *
 * <p>What the commit added goes, if it is still there as it was. What it removed comes back. Rows
 * that it deleted from a file that stayed come back also if others of the file were deleted since.
 */
final class RevertedFiles {
  private final Later later;
  private final String tableId;
  private final String name;
  private final String location;
  private final Map<String, AddFile> added = new HashMap<>();
  private final Map<String, RemoveFile> removed = new HashMap<>();
  private final Map<String, AddFile> before = new HashMap<>();
  private final Map<String, AddFile> now = new HashMap<>();
  private final List<AddFile> back = new ArrayList<>();
  private final List<AddFile> gone = new ArrayList<>();
  private Deletions deletions = Deletions.NONE;

  /**
   * @param name the table's, for messages
   */
  RevertedFiles(Later later, String tableId, String name, String location) {
    this.later = later;
    this.tableId = tableId;
    this.name = name;
    this.location = location;
  }

  /**
   * Takes a commit back.
   *
   * @param commit its actions
   * @param filesBefore the table's files before it
   * @param filesNow its present files
   * @throws org.tarnlake.error.InvalidDataException if something was built upon it, naming what did
   */
  void revert(List<Action> commit, TableFiles filesBefore, TableFiles filesNow) {
    for (Action action : commit) {
      if (action instanceof AddFile add) {
        added.put(FileKey.of(add).path(), add);
      } else if (action instanceof RemoveFile remove) {
        removed.put(FileKey.of(remove).path(), remove);
      }
    }
    Set<String> touched = new HashSet<>(added.keySet());
    touched.addAll(removed.keySet());
    note(filesBefore, touched, before);
    note(filesNow, touched, now);
    touched.stream().sorted().forEach(this::revert);
  }

  private static void note(TableFiles files, Set<String> wanted, Map<String, AddFile> found) {
    if (!wanted.isEmpty()) {
      files.forEach(
          file -> {
            String path = FileKey.of(file).path();
            if (wanted.contains(path)) {
              found.put(path, file);
            }
          });
    }
  }

  private void revert(String path) {
    AddFile add = added.get(path);
    AddFile present = now.get(path);
    AddFile earlier = before.get(path);
    boolean isSame = present != null && add != null && FileKey.of(present).equals(FileKey.of(add));
    if (add != null && earlier != null && FileKey.of(add).equals(FileKey.of(earlier))) {
      return; // It said something new of the file, such as statistics: no row came or went.
    }
    if (add == null) {
      if (present != null || earlier == null) {
        throw touched(path, "brought back the file %s, which it removed");
      }
      back(earlier);
    } else if (earlier == null) {
      if (!isSame || present == null) {
        throw touched(path, "changed or removed rows that it added, in the file %s");
      }
      gone.add(present);
    } else if (present == null) {
      throw touched(path, "removed the file %s, of which it deleted or changed rows");
    } else {
      gone.add(present);
      if (isSame) {
        back(earlier);
      } else {
        backWithoutOthers(path, earlier, add, present);
      }
    }
  }

  /** The rows come back that the commit took, and not those that went before or since. */
  private void backWithoutOthers(String path, AddFile earlier, AddFile add, AddFile present) {
    DeletedRows before = rows(earlier.deletionVector());
    DeletedRows here = rows(add.deletionVector());
    DeletedRows its = here.minus(before);
    DeletedRows all = rows(present.deletionVector());
    if (!isWithin(before, here) || !isWithin(its, all)) {
      throw touched(path, "brought rows of the file %s back, which it deleted");
    }
    DeletedRows others = all.minus(its);
    AddFile whole = earlier.withDeleted(null, earlier.statistics());
    back(whole);
    if (others.cardinality() > 0) {
      deletions = deletions.and(FileDeletion.of(whole, others));
    }
  }

  private static boolean isWithin(DeletedRows rows, DeletedRows others) {
    return rows.minus(others).cardinality() == 0;
  }

  private DeletedRows rows(@Nullable DeletionVector vector) {
    return vector == null
        ? DeletedRows.NONE
        : DeletionVectors.load(later.lake().dataFiles(), location, vector);
  }

  private void back(AddFile file) {
    back.add(file.withDeleted(file.deletionVector(), file.statistics()));
  }

  private RuntimeException touched(String path, String did) {
    return later.refused(
        "table %s: %s %s".formatted(name, later.whoTouched(tableId, path), did.formatted(path)));
  }

  FileDifference difference() {
    return new FileDifference(back, gone);
  }

  /** Rows of the files that come back, which others deleted. */
  Deletions deletions() {
    return deletions;
  }

  /** The table's files afterwards, given the present ones. */
  TableFiles files(TableFiles present) {
    Set<FileKey> leaving = new HashSet<>();
    gone.forEach(file -> leaving.add(FileKey.of(file)));
    List<AddFile> files = new ArrayList<>();
    present.forEach(
        file -> {
          if (!leaving.contains(FileKey.of(file))) {
            files.add(file);
          }
        });
    files.addAll(back);
    return TableFiles.of(files);
  }
}
