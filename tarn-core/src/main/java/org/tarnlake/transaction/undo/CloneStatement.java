package org.tarnlake.transaction.undo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.LogLoader;
import org.tarnlake.schema.TableName;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.alter.ClonedHead;
import org.tarnlake.table.scan.DeletionVectors;
import org.tarnlake.table.scan.ScanPaths;
import org.tarnlake.table.state.TableState;
import org.tarnlake.table.write.LakeMembership;
import org.tarnlake.table.write.Unnamed;
import org.tarnlake.transaction.LakeContext;
import org.tarnlake.transaction.OwnTable;
import org.tarnlake.transaction.Statement;
import org.tarnlake.transaction.Workspace;
import org.tarnlake.work.Parallel;

/**
 * Makes a new table that is what another one was at a version. It has files of its own: what
 * becomes of the other table, and of its files, does not touch it. One thread at a time.
 */
public final class CloneStatement {
  private static final int WIDTH = 8;

  private final LakeContext lake;
  private final OwnTable table;

  /** From the files of vectors of the other table to the ids of their copies. */
  private final Map<String, UUID> vectors = new HashMap<>();

  private final List<Runnable> copies = new ArrayList<>();
  private final Queue<String> objects = new ConcurrentLinkedQueue<>();

  private CloneStatement(LakeContext lake, OwnTable table) {
    this.lake = lake;
    this.table = table;
  }

  /**
   * Has a transaction make the table. What fails, changes nothing.
   *
   * @param from the other table
   * @param then what it was
   * @throws InvalidDataException if a table has the name, or files of then are gone
   */
  public static void run(Workspace workspace, CatalogTable from, TableState then, TableName name) {
    TableHead head = inLake(workspace.lake(), new TableHead(then.protocol(), then.metadata()));
    OwnTable table =
        workspace.newTable(name, (id, text, millis) -> ClonedHead.of(head, id, text, millis));
    String source = "table %s as of its version %s".formatted(from.name(), then.version());
    List<AddFile> files = new ArrayList<>();
    then.files().forEach(files::add);
    FilesThere.require(workspace.lake(), source, from.location(), files);
    // A table that nobody may write to is refused before its files are copied.
    workspace.statementRows(table).close();
    CloneStatement clone = new CloneStatement(workspace.lake(), table);
    List<AddFile> copies = files.stream().map(file -> clone.copyOf(from.location(), file)).toList();
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("source", from.name().toString());
    parameters.put("sourceVersion", Long.toString(then.version()));
    clone.copyAll();
    OwnTable now = workspace.findById(from.id());
    CatalogTable read = now == null ? null : now.base();
    if (now != null && read != null && read.newest().equals(from.newest())) {
      workspace.noteRead(now, (AddFile file) -> true);
    }
    workspace
        .add(table)
        .begin(
            copies,
            List.copyOf(clone.objects),
            new Statement(CommitInfo.CLONE, parameters),
            then.domains());
  }

  /** What a table was before it was attached does not yet keep other writers off. */
  private static TableHead inLake(LakeContext lake, TableHead head) {
    return LakeMembership.isInLake(head)
        ? head
        : LakeMembership.entered(head, LogLoader.identity(lake.store()).lakeId(), 0, 0);
  }

  private AddFile copyOf(String location, AddFile file) {
    String path = DeltaNames.newDataFile(lake.environment().newUuid());
    copy(ScanPaths.object(location, file.path()), DeltaNames.dataFile(table.location(), path));
    return file.copied(path, vectorOf(location, file.deletionVector()));
  }

  private @Nullable DeletionVector vectorOf(String location, @Nullable DeletionVector vector) {
    if (vector == null) {
      return null;
    }
    String object = DeletionVectors.object(location, vector);
    if (object == null) {
      return vector;
    }
    UUID id =
        vectors.computeIfAbsent(
            object,
            each -> {
              UUID fresh = lake.environment().newUuid();
              copy(each, DeltaNames.vectors(table.location(), fresh));
              return fresh;
            });
    return vector.movedTo(id);
  }

  private void copy(String object, String name) {
    copies.add(
        () -> {
          objects.add(name);
          lake.dataFiles().copy(object, name);
        });
  }

  private void copyAll() {
    try {
      Parallel.run(lake.environment().background(), WIDTH, copies);
    } catch (RuntimeException | Error e) {
      Unnamed.delete(lake.store(), objects);
      throw e;
    }
  }
}
