package org.tarnlake.maintenance.check;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.TarnException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.lake.CommitClock;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.log.TableLog;
import org.tarnlake.table.scan.ScanPaths;
import org.tarnlake.table.state.Checksum;
import org.tarnlake.table.state.TableState;

/**
 * The check of a Delta table of its own: that every commit can be read and none is missing, that
 * the newest version adds up, and that its data files are there. No lake's log says what other
 * writers should have written, so more cannot be shown. One thread at a time.
 */
final class StandaloneCheck {
  private final Report report;
  private final Reads reads;
  private final TableFolder folder;

  StandaloneCheck(Report report, Reads reads) {
    this.report = report;
    this.reads = reads;
    this.folder = TableFolder.list(reads.store(), "");
  }

  /** Checks the table; with the content of its data files if a reader of them is given. */
  void check(@Nullable DataFiles data) {
    if (new TableLog(reads.store(), "").newestVersion() < 0) {
      throw new InvalidDataException(
          "%s is no Delta table: it has no _delta_log with a commit in it"
              .formatted(reads.store().location()));
    }
    commits(folder.published());
    folder
        .inner()
        .logs()
        .forEach((name, what) -> report.note(name, what + "; it is not checked; move it out"));
    TableState state = newest();
    if (state == null) {
      return;
    }
    checksum(state);
    aheadOfTheStore(state);
    Map<String, Long> sizes = new HashMap<>(folder.dataFiles());
    state
        .files()
        .forEach(
            file -> {
              if (isThere(file, sizes) && data != null) {
                ForeignFileCheck.check(
                    report, data, "", state.metadata().schema(), state.columnMapping(), file);
              }
            });
  }

  private void commits(SortedSet<Long> versions) {
    long expected = versions.isEmpty() ? 0 : versions.first();
    for (long version : versions) {
      if (version > expected) {
        report.damage(
            DeltaNames.commit("", expected),
            0,
            "it is missing, though later versions exist; restore it from a backup");
      }
      expected = version + 1;
      ForeignCommitCheck.check(report, reads, "", version, "restore it from a backup");
    }
  }

  private @Nullable TableState newest() {
    TableLog log = new TableLog(reads.store(), "");
    long version = log.newestVersion();
    try {
      TableState state = log.load(version);
      state.protocol().requireReadable("in this folder");
      state.metadata().schema();
      state.columnMapping();
      return state;
    } catch (UnsupportedTableException e) {
      report.note(
          DeltaNames.log(""),
          "version %s is not checked further: %s".formatted(version, e.getMessage()));
    } catch (TarnException e) {
      report.damage(
          DeltaNames.log(""),
          0,
          "version %s cannot be read: %s".formatted(version, e.getMessage()));
    }
    return null;
  }

  /** Notes that a clock which ran ahead dates all that comes after it. */
  private void aheadOfTheStore(TableState state) {
    String name = DeltaNames.commit("", state.version());
    if (!new TableHead(state.protocol(), state.metadata()).hasInCommitTimestamps()) {
      return;
    }
    for (ObjectInfo object : StoreAccess.list(reads.store(), name, "")) {
      if (CommitClock.isAhead(state.timestampMillis(), object.modifiedMillis())) {
        report.note(name, CommitClock.aheadWords(state.timestampMillis(), object.modifiedMillis()));
      }
    }
  }

  private void checksum(TableState state) {
    String name = DeltaNames.checksum("", state.version());
    byte[] bytes = reads.find(name);
    Checksum found = bytes == null ? null : Checksum.read(bytes);
    if (found != null
        && (found.sizeBytes() != state.sizeBytes() || found.fileCount() != state.fileCount())) {
      report.damage(
          name,
          1,
          "it says %s bytes in %s files, but the commits add up to %s bytes in %s files; delete it"
              .formatted(
                  found.sizeBytes(), found.fileCount(), state.sizeBytes(), state.fileCount()));
    }
  }

  private boolean isThere(AddFile file, Map<String, Long> sizes) {
    String path;
    try {
      path = ScanPaths.relative(file.path());
    } catch (TarnException e) {
      report.note(file.path(), "it is not checked: %s".formatted(e.getMessage()));
      return false;
    }
    Long size = sizes.get(path);
    if (size == null || size != file.sizeBytes()) {
      report.damage(
          path,
          0,
          size == null
              ? "it is missing, but is a part of the table; restore it from a backup"
              : "it has %s bytes, but the log says %s; restore it from a backup"
                  .formatted(size, file.sizeBytes()));
      return false;
    }
    return true;
  }
}
