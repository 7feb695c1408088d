package org.tarnlake.transaction;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.action.Move;

/**
 * Files of a table that are written anew as other files, with the same rows. Immutable.
 *
 * @param statement what is done, for the table's history
 * @param sources the files that go, as they were when their rows were read
 * @param files those that come
 * @param moves where the rows of each source are
 * @param followsRows whether rows that others take of the sources meanwhile can be taken of the new
 *     files, by vectors; else whoever takes some conflicts
 * @param metrics for the table's history
 */
public record Rewrite(
    Statement statement,
    List<AddFile> sources,
    List<AddFile> files,
    List<Move> moves,
    boolean followsRows,
    Map<String, String> metrics) {
  public Rewrite {
    Objects.requireNonNull(statement, "statement");
    sources = List.copyOf(sources);
    files = List.copyOf(files);
    moves = List.copyOf(moves);
    metrics = new LinkedHashMap<>(metrics);
  }

  /** The sources, as far as the conflict check goes, by their canonical paths. */
  Map<String, Taken> taken() {
    Map<String, Taken> taken = new HashMap<>();
    for (AddFile source : sources) {
      taken.put(FileKey.of(source).path(), new Taken(null, !followsRows, source, null));
    }
    return taken;
  }

  /** A new file, by its canonical path. */
  AddFile file(String path) {
    for (AddFile file : files) {
      if (FileKey.of(file).path().equals(path)) {
        return file;
      }
    }
    throw new AssertionError(path);
  }
}
