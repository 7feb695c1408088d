package org.tarnlake.maintenance.check;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;
import org.tarnlake.error.TarnException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.lake.LakeIdentity;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.LakeState;
import org.tarnlake.lake.LogLoader;
import org.tarnlake.lake.LostLake;
import org.tarnlake.lake.publish.UnfinishedDetachment;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.table.action.DeltaNames;

/**
 * The consistency check: holds every promise of a lake that its files can show against its files
 * (docs/format.md). It needs nothing but the store, trusts no hint, changes nothing, and may run
 * while others write. Stateless.
 *
 * <p>Damage never makes it throw: each one is an item of the report that names the object that is
 * damaged, not those that depend on it, and says what to do.
 */
public final class LakeCheck {
  /** Of a lake that has none that can be read. */
  private static final LakeIdentity UNKNOWN =
      new LakeIdentity(LakeIdentity.FORMAT_VERSION, new UUID(0, 0), 0);

  private LakeCheck() {}

  /**
   * Checks the logs, and that every data file is there in its full size.
   *
   * @throws InvalidDataException if the store holds neither a lake nor a Delta table
   * @throws StorageException if the store cannot be listed
   */
  public static List<Report.Item> logs(ObjectStore store) {
    Report report = new Report();
    Reads reads = new Reads(store, report);
    if (LogLoader.isLake(store) || !LogLoader.isTable(store)) {
      logs(report, reads);
    } else {
      new StandaloneCheck(report, reads).check(null);
    }
    return report.items();
  }

  /** Checks all that {@link #logs} does, and reads every data file to its end. */
  public static List<Report.Item> logsAndData(ObjectStore store) {
    Report report = new Report();
    Reads reads = new Reads(store, report);
    if (LogLoader.isLake(store) || !LogLoader.isTable(store)) {
      DataCheck data = new DataCheck(report, reads);
      logs(report, reads).forEach(data::table);
    } else {
      new StandaloneCheck(report, reads).check(new DataFiles(store));
    }
    return report.items();
  }

  private static List<TableReplay> logs(Report report, Reads reads) {
    LogObjects objects = LogObjects.list(reads.store());
    if (!objects.hasIdentity()) {
      LostLake.requireNoUnfinishedBackup(reads.files());
    }
    if (objects.isEmpty()) {
      throw LostLake.noLake(reads.files());
    }
    LakeIdentity identity = identity(report, reads);
    if (identity == null) {
      return List.of();
    }
    LogCheck log = new LogCheck(report, reads);
    log.walk(
        objects, LakeState.initial(identity), identity.equals(UNKNOWN) ? null : identity.lakeId());
    HintCheck.check(report, reads, objects);
    if (objects.setAside() > 0) {
      report.note(
          LakeNames.LOST_AND_FOUND,
          "objects that a repair or a backup set aside: %s; delete them once nothing of them is wanted"
              .formatted(objects.setAside()));
      report.setAside();
    }
    if (!objects.drafts().isEmpty()) {
      report.note(
          objects.drafts().get(0),
          "left by writers that were killed while they asked for the store's time (%s); delete such objects"
              .formatted(Report.count(objects.drafts().size(), "object")));
    }
    if (!objects.strange().isEmpty()) {
      report.note(
          objects.strange().get(0),
          "%s under _tarn of no known kind, which nobody reads"
              .formatted(Report.count(objects.strange().size(), "object")));
    }
    List<TableReplay> tables = log.liveTables();
    TableCommits commits = new TableCommits(report, reads);
    TableFolderCheck folders = new TableFolderCheck(report, reads, log);
    for (TableReplay table : tables) {
      if (!log.isKnown()) {
        commits.publishedToTheEnd(table);
      }
      if (folders.check(table)) {
        commits.hint(table);
      }
    }
    LostLake.Folders found = LostLake.folders(reads.files());
    Set<String> own = tables.stream().map(TableReplay::location).collect(Collectors.toSet());
    innerLakes(report, found.lakes(), own);
    if (log.isKnown()) {
      detachments(report, reads.store(), log.version());
      Set<String> others = new TreeSet<>(found.tables());
      others.removeAll(own);
      LostEntries.check(report, reads, others, log.version());
    }
    return tables;
  }

  /** Of those within a table's folder that table's check tells. */
  private static void innerLakes(Report report, Set<String> lakes, Set<String> tables) {
    for (String lake : lakes) {
      String folder = lake + "/";
      if (tables.stream().noneMatch(table -> folder.startsWith(table + "/"))) {
        report.note(
            folder + LakeNames.FOLDER,
            "it is that of another lake, within this one's folder; it is not checked; move it out");
      }
    }
  }

  /** Detached tables whose own log lacks commits. */
  private static void detachments(Report report, ObjectStore store, long newestEntry) {
    try {
      for (UnfinishedDetachment each : UnfinishedDetachment.find(store, newestEntry)) {
        String object = DeltaNames.log(each.location());
        if (each.obstacle() == null) {
          report.note(object, each.message());
        } else {
          report.damage(object, 0, each.message());
        }
      }
    } catch (TarnException e) {
      report.note(
          LakeNames.LOG,
          "whether detached tables have all their commits cannot be told: %s"
              .formatted(e.getMessage()));
    }
  }

  /**
   * The lake's identity, {@link #UNKNOWN} if it is missing or damaged; null if it is of a format
   * that nothing here can check.
   */
  private static @Nullable LakeIdentity identity(Report report, Reads reads) {
    byte[] bytes = reads.find(LakeNames.IDENTITY);
    if (bytes == null) {
      if (!reads.isUnreadable(LakeNames.IDENTITY)) {
        report.damage(
            LakeNames.IDENTITY,
            0,
            "it is missing, so that the lake cannot be opened; " + LakeIdentity.REMEDY);
      }
    } else {
      try {
        return LakeIdentity.read(bytes);
      } catch (UnsupportedTableException e) {
        report.damage(LakeNames.IDENTITY, 1, Report.why(e, LakeNames.IDENTITY));
        return null;
      } catch (CorruptionException e) {
        report.damage(LakeNames.IDENTITY, 1, Report.why(e, LakeNames.IDENTITY));
      }
    }
    return UNKNOWN;
  }
}
