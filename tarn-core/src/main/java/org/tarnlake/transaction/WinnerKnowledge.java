package org.tarnlake.transaction;

import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.deleted.DeletedRows;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.scan.DeletionVectors;

/**
 * What is asked, beside its actions, of a commit that a transaction is to follow: of files that
 * both take rows of, which rows these are. Immutable.
 */
final class WinnerKnowledge implements TableChange.Knowledge {
  private final DataFiles dataFiles;
  private final CommitRequest.@Nullable TableWrite write;
  private final Set<String> paths;

  WinnerKnowledge(DataFiles dataFiles, CommitRequest request, String tableId) {
    this.dataFiles = dataFiles;
    this.write =
        request.writes().stream()
            .filter(each -> each.table().id().equals(tableId))
            .findFirst()
            .orElse(null);
    this.paths =
        write == null
            ? Set.of()
            : write.deletions().files().stream()
                .map(each -> FileKey.of(each.file()).path())
                .collect(Collectors.toSet());
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
