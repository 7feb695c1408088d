package org.tarnlake.transaction;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.deleted.DeletedRows;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.scan.DeletionVectors;
import org.tarnlake.table.write.VectorRules;

/**
 * What is asked, beside its actions, of a commit that a transaction is to follow: of files that
 * both take rows of, which rows these are. Immutable.
 */
final class WinnerKnowledge implements TableChange.Knowledge {
  private final DataFiles dataFiles;
  private final CommitRequest.@Nullable TableWrite write;
  private final Set<String> paths;
  private final boolean followsMoves;

  /**
   * @param isInLake whether the table is one of a lake, rather than one of its own
   */
  WinnerKnowledge(DataFiles dataFiles, CommitRequest request, String tableId, boolean isInLake) {
    this.dataFiles = dataFiles;
    this.write =
        request.writes().stream()
            .filter(each -> each.table().id().equals(tableId))
            .findFirst()
            .orElse(null);
    this.paths = write == null ? Set.of() : request.taken(write).keySet();
    this.followsMoves =
        write != null && !paths.isEmpty() && VectorRules.areUsed(write.table().head(), isInLake);
  }

  @Override
  public @Nullable TableHead head() {
    if (write == null) {
      return null;
    }
    HeadChange change = write.headChange();
    return change == null ? write.table().head() : change.before();
  }

  @Override
  public boolean followsMoves() {
    return followsMoves;
  }

  @Override
  public boolean isAsked(String path) {
    return paths.contains(path);
  }

  @Override
  public DeletedRows rows(@Nullable DeletionVector vector) {
    return vector == null || write == null
        ? DeletedRows.NONE
        : DeletionVectors.load(dataFiles, write.table().location(), vector);
  }
}
