package org.tarnlake.transaction.undo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.DomainMetadata;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.alter.RestoredHead;
import org.tarnlake.table.scan.Deletions;
import org.tarnlake.table.state.TableState;
import org.tarnlake.table.write.VectorRules;
import org.tarnlake.transaction.OwnTable;
import org.tarnlake.transaction.Rewind;
import org.tarnlake.transaction.Statement;
import org.tarnlake.transaction.Workspace;

/** How a table is brought back to what it was at a version. Stateless. */
public final class RestoreStatement {
  private static final String CLUSTERING = "delta.clustering";

  private RestoreStatement() {}

  /**
   * How a transaction can bring a table back. What it did to the table before is forgotten then.
   *
   * @param table of the transaction, or one of {@link DroppedTables}
   * @param then the table as it shall be
   * @throws InvalidDataException if the transaction made the table, or files of then are gone
   * @throws UnsupportedTableException if the table does not allow it
   */
  public static TableUndo plan(Workspace workspace, OwnTable table, TableState then) {
    String name = table.name().toString();
    TableState now = workspace.committed(table);
    if (now == null) {
      throw new InvalidDataException(
          "table %s was made in this transaction, and has no earlier version".formatted(name));
    }
    TableHead before = new TableHead(now.protocol(), now.metadata());
    TableHead wanted =
        RestoredHead.of(name, before, new TableHead(then.protocol(), then.metadata()));
    TableHead head = wanted.equals(before) ? before : wanted;
    FileDifference files = FileDifference.between(now.files(), then.files());
    if (!files.gone().isEmpty()) {
      VectorRules.requireRemovable(name, before);
      VectorRules.requireRemovable(name, head);
    }
    FilesThere.require(
        workspace.lake(),
        "table %s as of its version %s".formatted(name, then.version()),
        table.location(),
        workspace.findById(table.id()) == null ? all(then) : files.back());
    workspace.lake().log().format().requireWritable(name, head);
    Restored counts =
        files.counts(workspace.lake().dataFiles(), table.location()).withHead(!head.equals(before));
    return new TableUndo(
        table.id(),
        counts,
        new Rewind(
            new Statement(CommitInfo.RESTORE, Map.of("version", Long.toString(then.version()))),
            before,
            head,
            then.files(),
            files.back(),
            files.gone(),
            Deletions.NONE,
            domains(now, then),
            metrics(files, counts, then)));
  }

  /** Of a table that comes back nothing is known to be there. */
  private static List<AddFile> all(TableState then) {
    List<AddFile> all = new ArrayList<>();
    then.files().forEach(all::add);
    return all;
  }

  /** Clustering belongs to the schema; all else that domains keep only goes on. */
  private static List<DomainMetadata> domains(TableState now, TableState then) {
    DomainMetadata before = clustering(now);
    DomainMetadata wanted = clustering(then);
    if (Objects.equals(before, wanted)) {
      return List.of();
    }
    return List.of(
        wanted != null
            ? wanted
            : new DomainMetadata(CLUSTERING, Objects.requireNonNull(before).configuration(), true));
  }

  private static @Nullable DomainMetadata clustering(TableState state) {
    return state.domains().stream()
        .filter(each -> each.domain().equals(CLUSTERING))
        .findFirst()
        .orElse(null);
  }

  /** In Spark's words, and the rows. */
  private static Map<String, String> metrics(
      FileDifference files, Restored counts, TableState then) {
    Map<String, String> metrics = new LinkedHashMap<>();
    metrics.put("tableSizeAfterRestore", Long.toString(then.sizeBytes()));
    metrics.put("numOfFilesAfterRestore", Integer.toString(then.fileCount()));
    metrics.putAll(files.metrics(counts));
    return metrics;
  }
}
