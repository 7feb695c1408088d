package org.tarnlake.maintenance.check;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.TarnException;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.lake.LakeIdentity;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.Publication;
import org.tarnlake.maintenance.text.Json;
import org.tarnlake.store.ForbiddenPathException;
import org.tarnlake.store.local.LocalStore;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.scan.ScanPaths;

/**
 * Compares what lies in the folders of tables with what the log says should. One thread at a time.
 */
final class TableFolderCheck {
  private final Report report;
  private final Reads reads;
  private final LogCheck log;
  private final Set<Long> missingEntries = new HashSet<>();

  TableFolderCheck(Report report, Reads reads, LogCheck log) {
    this.report = report;
    this.reads = reads;
    this.log = log;
  }

  /** Checks a table's folder; false if all of it is missing, another table's or unreadable. */
  boolean check(TableReplay table) {
    TableFolder folder =
        reads.isUnreadableTable(table.location())
            ? null
            : TableFolder.list(reads.store(), table.location());
    if (folder == null || reads.isUnreadableTable(table.location())) {
      table.lose();
      return false;
    }
    String flaw = flaw(table, folder);
    if (flaw != null) {
      // All that was found in it follows from that.
      report.withdraw(table.location() + "/");
      report.damage(table.location() + "/", 0, flaw);
      table.lose();
      return false;
    }
    if (folder.hasFileForLog()) {
      report.damage(
          DeltaNames.dataFile(table.location(), "_delta_log"),
          0,
          "a file, or a link that leads nowhere, stands where the table's log has to be, so that other engines cannot read the table; move it away, then run 'tarn repair'");
    } else {
      beforeAttach(table, folder);
      missingVersions(table, folder);
    }
    unratifiedVersions(table, folder);
    folder
        .compacted()
        .forEach(
            (object, version) -> {
              if (version > table.attachedVersion()) {
                report.damage(object, 0, TableCheckpointCheck.UNVOUCHED);
              }
            });
    if (!folder.published().isEmpty()) {
      table.unpublished().published(folder.published().last());
    }
    if (!table.isLost()) {
      dataFiles(table, folder);
      changeFiles(table, folder);
    }
    leftovers(table, folder);
    return true;
  }

  /** What is wrong with the folder as a whole; null if nothing. */
  private @Nullable String flaw(TableReplay table, TableFolder folder) {
    boolean isNeeded =
        table.requiredVersion() >= 0
            || table.files().values().stream().anyMatch(file -> isNeeded(table, file))
            || (table.isLost() && table.version() >= 0);
    if (folder.isEmpty()) {
      return isNeeded ? FolderOwner.MISSING : null;
    }
    return folder.published().isEmpty()
        ? null
        : FolderOwner.flaw(
            reads.find(DeltaNames.commit(table.location(), folder.published().first())),
            table.id(),
            log::nameOf);
  }

  /** Whether a live file has to be in the folder, and is not only in the log yet. */
  private static boolean isNeeded(TableReplay table, TableReplay.LiveFile file) {
    try {
      return table.unpublished().find(ScanPaths.relative(file.path())) == null;
    } catch (TarnException e) {
      return true;
    }
  }

  /**
   * Published versions have no gap, and reach at least as far as the newest lake checkpoint. Only
   * among the last that are published a power cut may leave one; whoever writes next fills it.
   */
  private void missingVersions(TableReplay table, TableFolder folder) {
    long newest = folder.published().isEmpty() ? -1 : folder.published().last();
    long last = reads.files().isLocal() ? Publication.TOGETHER_MAX : 0;
    long required = Math.max(table.requiredVersion(), Math.min(newest, table.version()) - last);
    if (table.firstVersion() > 0) {
      // The lake does not hold it, so that nobody will publish it.
      required = Math.max(required, table.firstVersion());
    }
    long start = start(table, folder);
    long version = start;
    while (version <= required) {
      long first = version;
      while (version <= required && isMissing(table, folder, version)) {
        version++;
      }
      if (version > first) {
        boolean isTheLakes = first > table.firstVersion() || first == 0;
        report.damage(
            DeltaNames.commit(table.location(), first),
            0,
            "it is missing%s, so that other engines cannot read the table; %s"
                .formatted(
                    Report.soAfter(version - first - 1),
                    isTheLakes ? "run 'tarn repair'" : FolderOwner.BEFORE_ATTACH));
      }
      version++;
    }
    List<Long> unpublished =
        LongStream.rangeClosed(Math.max(required + 1, start), table.version())
            .filter(each -> isMissing(table, folder, each))
            .boxed()
            .toList();
    if (!unpublished.isEmpty()) {
      report.note(
          DeltaNames.log(table.location()),
          "%s not published yet%s; whoever writes to the lake next does so"
              .formatted(
                  Report.versions(unpublished),
                  unpublished.get(0) > newest
                      ? ""
                      : ", but version %s is, so that other engines cannot read the table"
                          .formatted(newest)));
    }
  }

  /** Of one whose name is taken by what is no file it is told that it cannot be read. */
  private boolean isMissing(TableReplay table, TableFolder folder, long version) {
    return !folder.published().contains(version)
        && !reads.isUnreadable(DeltaNames.commit(table.location(), version));
  }

  /**
   * The first version that must be published: where another engine's retention cleaned the log of
   * an attached table up, that of the checkpoint that stands for what was before.
   */
  private long start(TableReplay table, TableFolder folder) {
    long start = table.firstVersion();
    boolean isWhole = folder.published().isEmpty() || folder.published().first() <= start;
    // Nobody else commits to a table that the lake made, and only who commits cleans up.
    if (isWhole || start == 0) {
      return start;
    }
    TableCheckpoints checkpoints = TableCheckpoints.list(reads.store(), table.location());
    for (long each : checkpoints.afterCleanup(start)) {
      report.note(
          DeltaNames.log(table.location()),
          "another engine cleaned up what was before version %s, with a checkpoint in its place; it is not checked"
              .formatted(each));
      return Math.max(each, folder.published().first());
    }
    return start;
  }

  /** What others committed before the table was attached: readable, and without a gap. */
  private void beforeAttach(TableReplay table, TableFolder folder) {
    long expected = -1;
    for (long version : folder.published().headSet(table.firstVersion(), true)) {
      if (expected >= 0 && version > expected) {
        report.damage(
            DeltaNames.commit(table.location(), expected),
            0,
            "it is missing, though later versions exist; " + FolderOwner.BEFORE_ATTACH);
      }
      expected = version + 1;
      if (version < table.firstVersion()) {
        ForeignCommitCheck.check(
            report, reads, table.location(), version, FolderOwner.BEFORE_ATTACH);
      }
    }
  }

  private void unratifiedVersions(TableReplay table, TableFolder folder) {
    for (long version : folder.published().tailSet(table.version(), false)) {
      String name = DeltaNames.commit(table.location(), version);
      Long lakeVersion = lakeVersion(name);
      if (lakeVersion == null || lakeVersion <= log.version()) {
        report.damage(
            name,
            0,
            "no log entry ratified it: another program wrote to the table; run 'tarn repair', which moves it aside");
      } else if (missingEntries.add(lakeVersion) && !exists(LakeNames.entry(lakeVersion))) {
        report.damage(
            LakeNames.entry(lakeVersion),
            0,
            "it is missing, though %s says that it ratified it; %s"
                .formatted(name, LakeIdentity.REMEDY));
      }
    }
  }

  /** The entry may have been written, and published, while the check ran. */
  private boolean exists(String name) {
    return reads.find(name) != null || reads.isUnreadable(name);
  }

  /** What a published commit says of the entry that ratified it; null if nothing. */
  private @Nullable Long lakeVersion(String name) {
    byte[] bytes = reads.find(name);
    if (bytes == null) {
      return null;
    }
    int end = 0;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    try {
      Map<?, ?> info = Json.map(Json.object(bytes, 0, end), "commitInfo");
      return Long.valueOf(Json.text(Json.map(info, "tags"), CommitInfo.LAKE_VERSION_TAG));
    } catch (JsonFormatException | NumberFormatException e) {
      return null;
    }
  }

  private void dataFiles(TableReplay table, TableFolder folder) {
    table.files().entrySet().removeIf(file -> !isThere(table, folder, file.getValue()));
  }

  /** Whether a live file is there as the log says; what is wrong is reported. */
  private boolean isThere(TableReplay table, TableFolder folder, TableReplay.LiveFile file) {
    String path = file.path();
    String relative;
    try {
      String object = ScanPaths.object(table.location(), path);
      if (object.startsWith("/")) {
        return isElsewhere(object, file);
      }
      relative = ScanPaths.relative(path);
    } catch (TarnException e) {
      report.damage(table.location(), 0, String.valueOf(e.getMessage()));
      return false;
    }
    Long size = folder.dataFiles().remove(relative);
    String name = DeltaNames.dataFile(table.location(), relative);
    if (size == null && table.unpublished().find(relative) != null) {
      return true;
    }
    String remedy = remedy(table, relative);
    if (size == null) {
      report.damage(
          name,
          0,
          "it is missing, but is a part of the table since its version %s; %s"
              .formatted(file.tableVersion(), remedy));
      return false;
    }
    if (size != file.sizeBytes()) {
      report.damage(
          name,
          0,
          "it has %s bytes, but version %s of the table says %s; %s"
              .formatted(size, file.tableVersion(), file.sizeBytes(), remedy));
      return false;
    }
    return true;
  }

  /** Whether a file that the log names by an absolute path is there, where that can be seen. */
  private boolean isElsewhere(String path, TableReplay.LiveFile file) {
    if (!(reads.files() instanceof LocalStore local)) {
      report.note(path, "it is not checked: it is on a local disk, and the lake is not");
      return false;
    }
    String wrong;
    try {
      long size = local.disk().size(path.substring(1));
      if (size == file.sizeBytes()) {
        return true;
      }
      wrong =
          "it has %s bytes, but version %s of the table says %s; restore it from a backup"
              .formatted(size, file.tableVersion(), file.sizeBytes());
    } catch (ForbiddenPathException e) {
      report.note(path, "it is not checked: %s".formatted(e.getMessage()));
      return false;
    } catch (NoSuchFileException e) {
      wrong =
          "it is missing, but is a part of the table since its version %s; restore it from a backup"
              .formatted(file.tableVersion());
    } catch (IOException e) {
      wrong = "the disk cannot read it: %s; restore it".formatted(e.getMessage());
    }
    report.damage(path, 0, wrong);
    return false;
  }

  /** Those that commits name are there. */
  private void changeFiles(TableReplay table, TableFolder folder) {
    table
        .changeFiles()
        .entrySet()
        .removeIf(each -> !isThere(table, folder, each.getKey(), each.getValue()));
    if (table.attachedVersion() >= 0) {
      // What others named before is not known.
      folder.changeFiles().clear();
    }
  }

  private boolean isThere(
      TableReplay table, TableFolder folder, String path, TableReplay.ChangeFile named) {
    Long size = folder.changeFiles().remove(path);
    boolean isNotDue = size == null && table.unpublished().find(path) != null;
    if (isNotDue || (size != null && size == named.file().sizeBytes())) {
      return true;
    }
    String remedy = remedy(table, path);
    report.damage(
        DeltaNames.dataFile(table.location(), path),
        0,
        size == null
            ? "it is missing, so that nobody can tell what version %s of the table changed; %s"
                .formatted(named.tableVersion(), remedy)
            : "it has %s bytes, but version %s of the table says %s; %s"
                .formatted(size, named.tableVersion(), named.file().sizeBytes(), remedy));
    return false;
  }

  /** What to do about a file that is not what the log says. */
  private static String remedy(TableReplay table, String path) {
    return table.unpublished().isInLog(path)
        ? "the lake's log still has it: run 'tarn repair'"
        : "restore it from a backup";
  }

  private void leftovers(TableReplay table, TableFolder folder) {
    if (folder.strange() > 0) {
      report.note(
          DeltaNames.log(table.location()),
          "%s of no known kind, which nobody reads"
              .formatted(Report.count(folder.strange(), "object")));
    }
    folder
        .inner()
        .logs()
        .forEach((name, what) -> report.note(name, what + "; it is not checked; move it out"));
    long orphans = 0;
    long bytes = 0;
    for (Map.Entry<String, Long> each : folder.dataFiles().entrySet()) {
      String name = DeltaNames.dataFile(table.location(), each.getKey());
      if (!table.isLost() && !table.wasRemoved(each.getKey()) && !folder.inner().contain(name)) {
        orphans++;
        bytes += each.getValue();
      }
    }
    if (!table.isLost()) {
      orphans += folder.changeFiles().size();
      bytes += folder.changeFiles().values().stream().mapToLong(Long::longValue).sum();
    }
    if (orphans > 0) {
      String forgotten =
          table.firstVersion() > 0 ? ", or others removed so long ago that the log forgot it" : "";
      report.leftover(
          table.location(),
          orphans,
          "%s of %s bytes".formatted(Report.count(orphans, "file"), bytes),
          " in no version: what transactions left that were not committed" + forgotten);
    }
    long staged = folder.staged().stream().filter(name -> !table.isStaged(name)).count();
    if (staged > 0 && !table.isLost()) {
      report.leftover(
          DeltaNames.log(table.location()),
          staged,
          Report.count(staged, "staged commit"),
          ", never ratified, which nobody reads");
    }
  }
}
