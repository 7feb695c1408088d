package org.tarnlake.transaction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.deleted.DeletedRows;
import org.tarnlake.data.deleted.DeletionVectorWriter;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.action.RemoveFile;
import org.tarnlake.table.scan.DeletionVectors;
import org.tarnlake.table.scan.FileDeletion;
import org.tarnlake.table.scan.ScanPaths;
import org.tarnlake.table.statistics.StatisticsJson;

/**
 * How rows of files that others committed go: a file without rows is removed, one with rows left
 * gets a vector that deletes what went before and what goes now (PROTOCOL.md, "Deletion Vectors").
 * Immutable.
 *
 * @param removes the files as they were
 * @param stays those of them that have rows left, with their new vectors; and files that come back
 * @param vectorFile the id of the file that holds these vectors; null if there are none
 * @param vectors what that file holds
 */
record RowRemoval(
    List<RemoveFile> removes,
    List<AddFile> stays,
    @Nullable UUID vectorFile,
    DeletionVectorWriter vectors) {
  static final RowRemoval NOTHING =
      new RowRemoval(List.of(), List.of(), null, new DeletionVectorWriter());

  RowRemoval {
    removes = List.copyOf(removes);
    stays = List.copyOf(stays);
  }

  /**
   * Makes the vectors of a table's commit.
   *
   * @param request whose deletions they are, and which knows the files as they are now
   * @param vectorFile what the file of the vectors is to be called
   */
  static RowRemoval of(
      CommitRequest request,
      CommitRequest.TableWrite write,
      DataFiles dataFiles,
      long timestampMillis,
      UUID vectorFile) {
    List<RemoveFile> removes = new ArrayList<>();
    List<AddFile> stays = new ArrayList<>();
    DeletionVectorWriter vectors = new DeletionVectorWriter();
    String location = write.table().location();
    for (FileDeletion deletion : request.followed().deletions(write).files()) {
      AddFile file = request.followed().current(write.table().id(), deletion.file());
      removes.add(RemoveFile.of(file, timestampMillis));
      AddFile left = without(file, deletion.rows(), location, dataFiles, vectorFile, vectors);
      if (left != null) {
        stays.add(left);
      }
    }
    return new RowRemoval(removes, stays, stays.isEmpty() ? null : vectorFile, vectors);
  }

  /**
   * How a table gets back what it was, without the rows that are to go from that.
   *
   * @param rewind of the write
   * @param vectorFile what the file of the vectors is to be called
   */
  static RowRemoval of(
      Rewind rewind,
      CommitRequest.TableWrite write,
      DataFiles dataFiles,
      long timestampMillis,
      UUID vectorFile) {
    Map<FileKey, AddFile> back = new LinkedHashMap<>();
    rewind.back().forEach(file -> back.put(FileKey.of(file), file));
    List<AddFile> gone = new ArrayList<>(rewind.gone());
    DeletionVectorWriter vectors = new DeletionVectorWriter();
    List<AddFile> stays = new ArrayList<>();
    for (FileDeletion deletion : write.deletions().files()) {
      AddFile file = deletion.file();
      if (back.remove(FileKey.of(file)) == null) {
        gone.add(file);
      }
      AddFile left =
          without(file, deletion.rows(), write.table().location(), dataFiles, vectorFile, vectors);
      if (left != null) {
        stays.add(left);
      }
    }
    UUID written = stays.isEmpty() ? null : vectorFile;
    stays.addAll(back.values());
    List<RemoveFile> removes =
        gone.stream().map(file -> RemoveFile.of(file, timestampMillis)).toList();
    return new RowRemoval(removes, stays, written, vectors);
  }

  /**
   * How files are written anew, without the rows that others took meanwhile.
   *
   * @param request which knows these rows, and the files as they are now
   * @param vectorFile what the file of the vectors is to be called
   */
  static RowRemoval of(
      Rewrite rewrite,
      CommitRequest request,
      CommitRequest.TableWrite write,
      DataFiles dataFiles,
      long timestampMillis,
      UUID vectorFile) {
    List<RemoveFile> removes = new ArrayList<>();
    for (AddFile source : rewrite.sources()) {
      if (!request.followed().isGone(source)) {
        AddFile now = request.followed().current(write.table().id(), source);
        removes.add(RemoveFile.of(now, timestampMillis).unchanged());
      }
    }
    DeletionVectorWriter vectors = new DeletionVectorWriter();
    List<AddFile> stays = new ArrayList<>();
    boolean hasVectors = false;
    for (AddFile file : rewrite.files()) {
      FileDeletion gone = request.followed().deletions(write).of(file);
      AddFile left =
          gone == null
              ? file
              : without(
                  file, gone.rows(), write.table().location(), dataFiles, vectorFile, vectors);
      if (left != null) {
        stays.add(left.unchanged());
        hasVectors |= gone != null;
      }
    }
    return new RowRemoval(removes, stays, hasVectors ? vectorFile : null, vectors);
  }

  /**
   * A file without some rows more; null if none is left.
   *
   * @param rows the positions; null if all go
   */
  private static @Nullable AddFile without(
      AddFile file,
      @Nullable DeletedRows rows,
      String location,
      DataFiles dataFiles,
      UUID vectorFile,
      DeletionVectorWriter vectors) {
    if (rows == null) {
      return null;
    }
    DeletionVector before = file.deletionVector();
    DeletedRows all =
        before == null ? rows : DeletionVectors.load(dataFiles, location, before).or(rows);
    long rowCount = rowCount(file, location, dataFiles);
    if (all.cardinality() >= rowCount) {
      return null;
    }
    DeletionVectorWriter.Place place = vectors.add(all);
    return file.withDeleted(
        DeletionVector.inFile(vectorFile, place.offset(), place.sizeBytes(), all.cardinality()),
        StatisticsJson.wide(file.statistics(), rowCount));
  }

  /** How many rows are in a file, deleted ones included. */
  static long rowCount(AddFile file, String location, DataFiles dataFiles) {
    long known = file.physicalRowCount();
    return known >= 0
        ? known
        : dataFiles.open(ScanPaths.object(location, file.path()), file.sizeBytes()).rowCount();
  }
}
