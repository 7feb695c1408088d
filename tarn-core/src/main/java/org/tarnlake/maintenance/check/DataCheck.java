package org.tarnlake.maintenance.check;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.read.DataFile;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.error.TarnException;
import org.tarnlake.lake.CarriedFile;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.LogEntryCodec;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.scan.ChangePart;
import org.tarnlake.table.scan.ChangeSource;
import org.tarnlake.table.scan.ChangedRows;
import org.tarnlake.table.scan.ScanPaths;
import org.tarnlake.table.scan.TableScan;
import org.tarnlake.table.state.TableFiles;

/**
 * Reads every live data file of a table to its end. It goes back to the commits for what they say
 * of the files, one commit after another, so that its memory does not follow their number. One
 * thread at a time.
 */
final class DataCheck {
  private static final StructType NO_COLUMNS = new StructType(List.of());

  private final Report report;
  private final Reads reads;
  private final TableCommits commits;
  private final DataFiles dataFiles;
  private @Nullable TableReplay checked;

  DataCheck(Report report, Reads reads) {
    this.report = report;
    this.reads = reads;
    this.commits = new TableCommits(report, reads);
    this.dataFiles = new DataFiles(new UnpublishedFiles(reads.files(), this::unpublished));
  }

  /** A file of the table that is in the log only; null of any other. */
  private @Nullable CarriedFile unpublished(String object) {
    TableReplay table = checked;
    String folder = table == null ? "" : DeltaNames.dataFile(table.location(), "");
    if (table == null || !object.startsWith(folder)) {
      return null;
    }
    String path = object.substring(folder.length());
    UnpublishedFiles.Paths.Place place = table.unpublished().find(path);
    byte[] entry = place == null ? null : reads.find(LakeNames.entry(place.lakeVersion()));
    if (place == null || entry == null) {
      return null;
    }
    TableCommit commit = LogEntryCodec.decode(place.lakeVersion(), entry).tableCommit(table.id());
    return commit == null ? null : commit.file(path);
  }

  void table(TableReplay table) {
    checked = table;
    Metadata metadata = table.metadata();
    if (table.isLost() || metadata == null) {
      return;
    }
    Set<FileKey> foreign = new HashSet<>();
    for (AddFile file : table.foreignFiles()) {
      foreign.add(FileKey.of(file));
      ForeignFileCheck.check(
          report, dataFiles, table.location(), metadata.schema(), table.mapping(), file);
    }
    Map<Long, TableReplay.LiveFile> versions = new TreeMap<>();
    table
        .files()
        .forEach(
            (key, file) -> {
              if (!foreign.contains(key)) {
                versions.putIfAbsent(file.tableVersion(), file);
              }
            });
    versions.forEach((version, any) -> files(table, metadata, version, any.lakeVersion()));
    table.changeFiles().values().forEach(each -> changes(table, metadata, each));
  }

  private void files(TableReplay table, Metadata metadata, long version, long lakeVersion) {
    byte[] lines = lines(table, version, lakeVersion);
    if (lines == null) {
      return;
    }
    List<Action> actions;
    try {
      actions = CommitLines.ofBytes(lines).actions(DeltaNames.commit(table.location(), version), 1);
    } catch (TarnException e) {
      // Told by the check of the logs.
      return;
    }
    for (Action action : actions) {
      if (action instanceof AddFile add) {
        TableReplay.LiveFile live = table.files().get(FileKey.of(add));
        if (live != null && live.tableVersion() == version) {
          file(table, metadata, add);
        }
      }
    }
  }

  /** Reads a file of changes to its end. */
  private void changes(TableReplay table, Metadata metadata, TableReplay.ChangeFile each) {
    String object = ScanPaths.object(table.location(), each.file().path());
    TableScan nothing =
        new TableScan(
            table.location(),
            metadata.schema(),
            table.mapping(),
            TableFiles.NONE,
            List.of(),
            NO_COLUMNS,
            null,
            Long.MAX_VALUE);
    ChangePart part = new ChangePart(each.file().asData(), null, null, null);
    try (ChangeSource source = new ChangeSource(nothing, dataFiles, part)) {
      DataFile file =
          dataFiles.open(
              object, each.file().sizeBytes(), ColumnMapping.NONE, part.file().footerCrc());
      file.verify();
      file.describe();
      ChangedRows rows = source.next();
      while (rows != null) {
        rows = source.next();
      }
    } catch (TarnException e) {
      report.damage(object, 0, "%s; restore it from a backup".formatted(Report.why(e, object)));
    }
  }

  /** Others may have written the file, and the lake given it another deletion vector. */
  private void file(TableReplay table, Metadata metadata, AddFile add) {
    if (table.isForeign(add)) {
      ForeignFileCheck.check(
          report, dataFiles, table.location(), metadata.schema(), table.mapping(), add);
    } else {
      DataFileCheck.check(
          report, dataFiles, table.location(), metadata, table.mapping(), add, table.isAltered());
    }
  }

  /** The lines of a commit that was found sound before; null if they vanished meanwhile. */
  private byte @Nullable [] lines(TableReplay table, long version, long lakeVersion) {
    byte[] entry = lakeVersion < 0 ? null : reads.find(LakeNames.entry(lakeVersion));
    byte[] lines = null;
    if (entry != null) {
      try {
        lines = commits.find(LogEntryCodec.decode(lakeVersion, entry), table.id());
      } catch (TarnException e) {
        // Altered since the log was walked; what is published serves as well.
        lines = null;
      }
    }
    return lines != null ? lines : reads.find(DeltaNames.commit(table.location(), version));
  }
}
