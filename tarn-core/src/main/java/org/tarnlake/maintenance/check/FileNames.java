package org.tarnlake.maintenance.check;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.action.RemoveFile;

/**
 * Which files one commit may name, whose lines have no order (PROTOCOL.md, "Add File and Remove
 * File"). One thread at a time.
 *
 * <ul>
 *   <li>It names a file, that is a path with its deletion vector, at most once: to remove it or to
 *       add it.
 *   <li>It removes a path at most once and adds it at most once. Both together set, replace or take
 *       away the vector of that path.
 *   <li>It removes only files that are a part of the table, with that vector.
 *   <li>It adds no path that is a part of the table already, with whatever vector, unless it
 *       removes that file: the rows would be there twice. But it may say something new of a file
 *       that stays, and that its rows do.
 * </ul>
 */
final class FileNames {
  private static final String TWICE = "is named twice in one commit";

  private final TableReplay table;
  private final Set<FileKey> named = new HashSet<>();
  private final Set<String> added = new HashSet<>();
  private final Set<String> removed = new HashSet<>();
  private final Set<FileKey> toBeRemoved = new HashSet<>();

  /**
   * @param table as the commit before leaves it; it may take in what was looked at
   */
  FileNames(TableReplay table, List<Action> actions) {
    this.table = table;
    for (Action action : actions) {
      if (action instanceof RemoveFile remove) {
        toBeRemoved.add(FileKey.of(remove));
      }
    }
  }

  /** What is wrong with the next add, continuing a sentence; null if nothing. */
  @Nullable String flaw(AddFile add) {
    FileKey key = FileKey.of(add);
    if (!named.add(key) || !added.add(key.path())) {
      return TWICE;
    }
    FileKey live = table.liveKey(key.path());
    // A file that is added again as it was is told of where it is removed.
    boolean isReplaced = live != null && !live.equals(key) && toBeRemoved.contains(live);
    boolean isSaidAnew = !add.dataChange() && key.equals(live);
    return live == null || isReplaced || isSaidAnew ? null : "is a part of the table already";
  }

  /** What is wrong with the next remove, continuing a sentence; null if nothing. */
  @Nullable String flaw(RemoveFile remove) {
    FileKey key = FileKey.of(remove);
    if (!named.add(key) || !removed.add(key.path())) {
      return TWICE;
    }
    return table.isLost() || table.isLive(key) ? null : "is no part of the table";
  }
}
