package org.tarnlake.table.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.tarnlake.data.read.BatchSource;
import org.tarnlake.data.read.DataFile;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.data.read.RowRanges;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.predicate.Range;
import org.tarnlake.predicate.StatisticsLookup;
import org.tarnlake.row.Batch;
import org.tarnlake.row.StructVector;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.state.ActionVectors;
import org.tarnlake.table.state.AddVectors;
import org.tarnlake.table.state.CheckpointColumns;
import org.tarnlake.table.state.CheckpointFiles;
import org.tarnlake.table.state.CheckpointFiles.Part;
import org.tarnlake.table.state.CheckpointSource;
import org.tarnlake.table.state.TableState;

/**
 * Reads a checkpoint in any of its forms: in one file, in parts, or version 2 with its main file
 * and sidecars (PROTOCOL.md, "Checkpoints"). Safe for many threads.
 */
public final class CheckpointLoader {
  private final ObjectStore store;
  private final DataFiles dataFiles;
  private final String location;
  private final long rowsInMemoryMax;

  /**
   * @param rowsInMemoryMax a checkpoint of more actions stays in its files
   */
  public CheckpointLoader(
      ObjectStore store, DataFiles dataFiles, String location, long rowsInMemoryMax) {
    this.store = store;
    this.dataFiles = dataFiles;
    this.location = location;
    this.rowsInMemoryMax = rowsInMemoryMax;
  }

  /**
   * What a checkpoint must be besides readable.
   *
   * @param addCount the number of its adds; -1 if nobody told
   * @param schema whether its schema must be sound; later metadata may supersede one that is not
   */
  public record Expected(long addCount, boolean schema) {
    public static final Expected NOTHING = new Expected(-1, false);
  }

  /** A checkpoint as it is being read. */
  private static final class Content {
    final List<Action> actions = new ArrayList<>();
    final List<Sidecar> sidecars = new ArrayList<>();
    final List<Part> parts = new ArrayList<>();
    long embeddedAdds;
    long rowCount;
  }

  /**
   * The state that a checkpoint holds; its timestamp is not known.
   *
   * @throws CorruptionException if the checkpoint is incomplete, damaged, or not what is expected
   * @throws org.tarnlake.error.UnsupportedTableException if it needs what Tarn lacks
   * @throws org.tarnlake.error.StorageException if the store fails
   */
  public TableState load(CheckpointObjects checkpoint, Expected expected) {
    try {
      Content content = new Content();
      if (checkpoint.isJson()) {
        readJson(checkpoint.name(), content);
      } else {
        for (ObjectInfo object : checkpoint.objects()) {
          readOthers(new Part(object.name(), object.sizeBytes()), content);
        }
      }
      for (Sidecar sidecar : content.sidecars) {
        content.parts.add(
            new Part(DeltaNames.sidecar(location, sidecar.fileName()), sidecar.sizeBytes()));
      }
      return state(checkpoint, content, expected);
    } catch (RuntimeException e) {
      throw CheckpointSource.translated(checkpoint.name(), e);
    }
  }

  private void readJson(String object, Content content) {
    byte[] bytes = StoreAccess.get(store, object);
    content.actions.addAll(CommitLines.ofBytes(bytes).actions(object, 1));
    content.sidecars.addAll(Sidecar.ofLines(bytes));
    content.embeddedAdds = content.actions.stream().filter(a -> a instanceof AddFile).count();
    content.rowCount = content.actions.size();
  }

  private void readOthers(Part part, Content content) {
    content.parts.add(part);
    DataFile file = dataFiles.open(part.object(), part.sizeBytes());
    Predicate<StatisticsLookup> mayHave = CheckpointColumns.mayHaveOthers(file.type());
    for (int group : file.rowGroupsWhere(CheckpointColumns.OTHERS, mayHave)) {
      RowRanges others = others(file, group, mayHave);
      try (BatchSource rows = file.readRows(group, CheckpointColumns.OTHERS, others)) {
        for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
          readOthers(batch, content);
        }
      }
    }
  }

  /** The rows with actions about no file, found by as few columns as tell. */
  private static RowRanges others(DataFile file, int group, Predicate<StatisticsLookup> mayHave) {
    RowRanges possible = file.rowsWhere(group, CheckpointColumns.OTHERS, mayHave);
    List<RowRanges.Range> found = new ArrayList<>();
    try (BatchSource rows =
        file.readRows(group, CheckpointColumns.OTHERS_PRESENT_COLUMNS, possible)) {
      for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
        long first = rows.firstRow() - file.firstRow(group);
        for (int row = 0; row < batch.rowCount(); row++) {
          if (isOther(batch, row)) {
            found.add(new RowRanges.Range(first + row, first + row + 1));
          }
        }
      }
    }
    return RowRanges.of(file.rowCount(group), found);
  }

  private static boolean isOther(Batch batch, int row) {
    for (int c = 0; c < batch.type().size(); c++) {
      if (!batch.vector(c).isNull(row)) {
        return true;
      }
    }
    return false;
  }

  private static void readOthers(Batch batch, Content content) {
    StructVector protocols = (StructVector) batch.vector("protocol");
    StructVector metadata = (StructVector) batch.vector("metaData");
    StructVector transactions = (StructVector) batch.vector("txn");
    StructVector domains = (StructVector) batch.vector("domainMetadata");
    StructVector sidecars = (StructVector) batch.vector("sidecar");
    for (int row = 0; row < batch.rowCount(); row++) {
      if (!protocols.isNull(row)) {
        content.actions.add(ActionVectors.protocol(protocols, row));
      }
      if (!metadata.isNull(row)) {
        content.actions.add(ActionVectors.metadata(metadata, row));
      }
      if (!transactions.isNull(row)) {
        content.actions.add(ActionVectors.transaction(transactions, row));
      }
      if (!domains.isNull(row)) {
        content.actions.add(ActionVectors.domain(domains, row));
      }
      if (!sidecars.isNull(row)) {
        content.sidecars.add(
            new Sidecar(
                ActionVectors.need(ActionVectors.child(sidecars, "path"), row, "sidecar", "path"),
                ActionVectors.number(ActionVectors.child(sidecars, "sizeInBytes"), row, -1)));
      }
    }
  }

  private TableState state(CheckpointObjects checkpoint, Content content, Expected expected) {
    long adds = content.embeddedAdds;
    for (Part part : content.parts) {
      DataFile file = dataFiles.open(part.object(), part.sizeBytes());
      content.rowCount += file.rowCount();
      long some = addCount(file);
      adds = adds < 0 || some < 0 ? -1 : adds + some;
    }
    boolean isLarge = content.rowCount > rowsInMemoryMax;
    CheckpointFiles files = new CheckpointFiles(dataFiles, content.parts);
    List<Action> actions = content.actions;
    if (!isLarge) {
      actions.addAll(CheckpointFiles.toList(files.removes()));
      List<AddFile> all = CheckpointFiles.toList(files.adds(null));
      actions.addAll(all);
      adds = content.embeddedAdds + all.size();
    }
    requireAdds(checkpoint, adds, expected.addCount());
    for (Action action : actions) {
      if (expected.schema()
          && action instanceof Metadata metadata
          && metadata.flaw() instanceof CorruptionException flaw) {
        throw flaw;
      }
    }
    return TableState.ofCheckpoint(
            checkpoint.version(), actions, isLarge ? files : null, checkpoint.name())
        .withCommitCrc(commitCrc(content.parts));
  }

  /** The checksum of the commit that a checkpoint of Tarn's ends with; -1 if it does not tell. */
  private long commitCrc(List<Part> parts) {
    return parts.size() == 1
        ? CheckpointSeal.of(dataFiles.open(parts.get(0).object(), parts.get(0).sizeBytes()))
        : CheckpointSeal.NONE;
  }

  /** How many adds a file has, as its footer says; -1 if it does not. */
  private static long addCount(DataFile file) {
    if (AddVectors.field(file.type(), "path") == null) {
      return 0;
    }
    long[] adds = new long[1];
    file.rowGroupsWhere(
        CheckpointColumns.ADD_PRESENT,
        bounds -> {
          Range path = bounds.range(List.of("add", "path"));
          boolean isKnown = path != null && path.nullCount() >= 0 && path.rowCount() >= 0;
          adds[0] =
              isKnown && path != null && adds[0] >= 0
                  ? adds[0] + path.rowCount() - path.nullCount()
                  : -1;
          return true;
        });
    return adds[0];
  }

  private static void requireAdds(CheckpointObjects checkpoint, long found, long expected) {
    if (found >= 0 && expected >= 0 && found != expected) {
      throw new CorruptionException(
          "checkpoint %s has %s adds, and not %s as its version checksum says; delete it if the commits before it still exist"
              .formatted(checkpoint.name(), found, expected));
    }
  }
}
