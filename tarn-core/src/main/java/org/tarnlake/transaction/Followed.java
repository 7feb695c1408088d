package org.tarnlake.transaction;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.deleted.DeletedRows;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.action.Move;
import org.tarnlake.table.scan.Deletions;
import org.tarnlake.table.scan.FileDeletion;

/**
 * What became of the files whose rows a transaction takes or moves, through the transactions that
 * it follows. One thread at a time.
 *
 * <p>Invariant: a row that the transaction takes is found at the place where it is by now, whoever
 * moved it; and a row that another one took is missing from what the transaction writes anew.
 */
final class Followed {
  private final List<CommitRequest.TableWrite> writes;

  /** What others made of files, by table and canonical path. */
  private final Map<String, Map<String, AddFile>> files = new HashMap<>();

  /** Rows that go of files, by table, if they are not those that were taken at first. */
  private final Map<String, Deletions> deletions = new HashMap<>();

  /** The files that are to be written anew and that others removed, by their canonical paths. */
  private final Set<String> gone = new HashSet<>();

  Followed(List<CommitRequest.TableWrite> writes) {
    this.writes = writes;
  }

  /** A file of a table as it is by now. */
  AddFile current(String tableId, AddFile file) {
    return files.getOrDefault(tableId, Map.of()).getOrDefault(FileKey.of(file).path(), file);
  }

  /** Whether others removed a file meanwhile that is to be written anew. */
  boolean isGone(AddFile source) {
    return gone.contains(FileKey.of(source).path());
  }

  /**
   * Rows of files that go: of those to which others moved them, or of files written anew whose rows
   * others took where they were before.
   */
  Deletions deletions(CommitRequest.TableWrite write) {
    return deletions.getOrDefault(write.table().id(), write.deletions());
  }

  /**
   * Notes what a transaction did that is followed.
   *
   * @param vectors the rows that a vector of a table deletes
   */
  void follow(Changes winner, BiFunction<OwnTable, DeletionVector, DeletedRows> vectors) {
    winner
        .tables()
        .forEach(
            (id, change) ->
                files.computeIfAbsent(id, each -> new HashMap<>()).putAll(change.stays()));
    for (CommitRequest.TableWrite write : writes) {
      TableChange theirs = winner.tables().get(write.table().id());
      if (theirs != null) {
        Deletions now =
            write.rewrite() == null
                ? whereTheyMoved(write, theirs, vectors)
                : ofNewFiles(write, write.rewrite(), theirs, vectors);
        deletions.put(write.table().id(), now);
      }
    }
  }

  /** Rows that go, in the files to which others moved them. */
  private Deletions whereTheyMoved(
      CommitRequest.TableWrite write,
      TableChange theirs,
      BiFunction<OwnTable, DeletionVector, DeletedRows> vectors) {
    Deletions before = deletions(write);
    Deletions now = before;
    for (FileDeletion each : before.files()) {
      Taken taken = theirs.taken().get(FileKey.of(each.file()).path());
      Move move = taken == null ? null : taken.move();
      if (move != null) {
        AddFile file = Objects.requireNonNull(theirs.stays().get(move.to()));
        DeletedRows rows = moved(write, move, each.rows(), vectors);
        now = now.without(each.file()).and(FileDeletion.of(file, rows));
      }
    }
    return now;
  }

  /** Rows of files written anew, with those that others took meanwhile where they were before. */
  private Deletions ofNewFiles(
      CommitRequest.TableWrite write,
      Rewrite rewrite,
      TableChange theirs,
      BiFunction<OwnTable, DeletionVector, DeletedRows> vectors) {
    Deletions now = deletions(write);
    for (Move move : rewrite.moves()) {
      Taken taken = theirs.taken().get(move.from());
      if (taken != null) {
        if (taken.rows() == null) {
          gone.add(move.from());
        }
        DeletedRows rows = moved(write, move, taken.rows(), vectors);
        now = now.and(FileDeletion.of(rewrite.file(move.to()), rows));
      }
    }
    return now;
  }

  /** Where rows are that moved; null stands for all. */
  private static DeletedRows moved(
      CommitRequest.TableWrite write,
      Move move,
      @Nullable DeletedRows rows,
      BiFunction<OwnTable, DeletionVector, DeletedRows> vectors) {
    if (rows == null) {
      return DeletedRows.range(move.at(), move.at() + move.rows());
    }
    DeletionVector before = move.vector();
    DeletedRows leftOut = before == null ? DeletedRows.NONE : vectors.apply(write.table(), before);
    return rows.moved(leftOut, move.at());
  }
}
