package org.tarnlake.transaction;

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
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Move;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.action.RemoveFile;
import org.tarnlake.table.action.SetTransaction;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.alter.HeadDifference;
import org.tarnlake.table.write.VectorRules;

/**
 * What one commit does to one table, as far as conflicts go. Immutable.
 *
 * @param added the files whose rows are new to the table
 * @param taken what goes of files, by their canonical paths
 * @param stays the files of which rows went, as they are now, by their canonical paths; and those
 *     of which the commit says something new
 * @param head how schema, protocol or properties change; null if they do not. That the table is to
 *     have deletion vectors from now on is no such change
 * @param rewinds whether the table becomes what it was, whatever rows that takes
 * @param applications whose own progress is recorded
 */
record TableChange(
    List<AddFile> added,
    Map<String, Taken> taken,
    Map<String, AddFile> stays,
    @Nullable Head head,
    boolean rewinds,
    Set<String> applications) {
  private static final String TEXT = "it changed the table's schema, protocol or properties";

  /** A change of which nobody asked what it is. */
  static final Head SOME_CHANGE = new Head(TEXT, false);

  /** A change that is right whatever rows the table has. */
  static final Head OF_ANY_ROWS = new Head(TEXT, true);

  /**
   * A change of schema, protocol or properties.
   *
   * @param text what it was; continues a sentence that begins with who did it
   * @param followsRows whether it is right whatever rows came and went before it
   */
  record Head(String text, boolean followsRows) {}

  TableChange {
    added = List.copyOf(added);
    taken = Map.copyOf(taken);
    stays = Map.copyOf(stays);
    applications = Set.copyOf(applications);
  }

  /** What must be known besides a commit's actions to tell what it does. */
  interface Knowledge {
    /** What is asked of a table whose rows and schema nobody asks about. */
    Knowledge NOTHING =
        new Knowledge() {
          @Override
          public @Nullable TableHead head() {
            return null;
          }

          @Override
          public boolean isAsked(String path) {
            return false;
          }

          @Override
          public DeletedRows rows(@Nullable DeletionVector vector) {
            return DeletedRows.NONE;
          }

          @Override
          public boolean followsMoves() {
            return false;
          }
        };

    /** Protocol and metadata before, but that the table may have deletion vectors by now. */
    @Nullable TableHead head();

    /** Whether it matters which rows of a file go. */
    boolean isAsked(String path);

    /** The rows that a vector deletes; none without one. */
    DeletedRows rows(@Nullable DeletionVector vector);

    /** Whether rows that move to other files can be taken there. */
    boolean followsMoves();
  }

  /** The change that the actions of a commit make. */
  static TableChange of(List<? extends Action> actions, Knowledge knowledge) {
    Map<String, RemoveFile> removes = new HashMap<>();
    Map<String, AddFile> adds = new HashMap<>();
    Set<String> applications = new HashSet<>();
    Protocol protocol = null;
    Metadata metadata = null;
    Map<String, Move> moves = new HashMap<>();
    boolean rewinds = false;
    for (Action action : actions) {
      if (action instanceof RemoveFile remove) {
        removes.put(FileKey.of(remove).path(), remove);
      } else if (action instanceof AddFile add) {
        adds.put(FileKey.of(add).path(), add);
      } else if (action instanceof Metadata each) {
        metadata = each;
      } else if (action instanceof Protocol each) {
        protocol = each;
      } else if (action instanceof CommitInfo info) {
        rewinds = info.rewinds();
        if (knowledge.followsMoves()) {
          info.moves().forEach(move -> moves.put(move.from(), move));
        }
      } else if (action instanceof SetTransaction txn) {
        applications.add(txn.appId());
      }
    }
    Map<String, Taken> taken = new HashMap<>();
    Map<String, AddFile> stays = new HashMap<>();
    List<AddFile> added = new ArrayList<>();
    removes.forEach(
        (path, remove) -> taken.put(path, taken(path, remove, adds, knowledge, moves.get(path))));
    adds.forEach(
        (path, add) -> {
          if (removes.containsKey(path) || !add.dataChange()) {
            stays.put(path, add);
          } else {
            added.add(add);
          }
        });
    return new TableChange(
        added, taken, stays, head(protocol, metadata, knowledge.head()), rewinds, applications);
  }

  private static Taken taken(
      String path,
      RemoveFile remove,
      Map<String, AddFile> adds,
      Knowledge knowledge,
      @Nullable Move move) {
    AddFile add = adds.get(path);
    if (add == null) {
      boolean moved = move != null && !remove.dataChange() && adds.containsKey(move.to());
      return new Taken(null, remove.dataChange(), null, moved ? move : null);
    }
    DeletedRows rows =
        knowledge.isAsked(path)
            ? knowledge.rows(add.deletionVector()).minus(knowledge.rows(remove.deletionVector()))
            : null;
    return new Taken(rows, remove.dataChange(), add, null);
  }

  private static @Nullable Head head(
      @Nullable Protocol protocol, @Nullable Metadata metadata, @Nullable TableHead before) {
    if (protocol == null && metadata == null) {
      return null;
    }
    if (before == null) {
      return SOME_CHANGE;
    }
    TableHead after =
        new TableHead(
            protocol == null ? before.protocol() : protocol,
            metadata == null ? before.metadata() : metadata);
    return VectorRules.onlyEnables(before, after)
        ? null
        : new Head("it changed the table: " + HeadDifference.text(before, after), false);
  }

  boolean changesMetadata() {
    return head != null;
  }
}
