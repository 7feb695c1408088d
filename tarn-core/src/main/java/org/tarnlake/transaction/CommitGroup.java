package org.tarnlake.transaction;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.table.AddFile;

/**
 * Transactions that share a log entry: each may follow those before it, and tables that several of
 * them touch are only appended to. One thread at a time.
 */
final class CommitGroup {
  private final List<CommitRequest> members = new ArrayList<>();
  private final Set<String> writtenTables = new HashSet<>();
  private boolean changesCatalog;

  /** Takes a transaction in if it may share the entry with those that are in. */
  boolean admit(CommitRequest request) {
    boolean catalogOrReads =
        !request.catalog().isEmpty()
            || request.checkedReads() != null
            || request.writes().stream().anyMatch(write -> write.headChange() != null);
    if (!members.isEmpty() && (changesCatalog || catalogOrReads)) {
      return false;
    }
    members.add(request);
    changesCatalog |= catalogOrReads;
    request.writes().forEach(write -> writtenTables.add(write.table().id()));
    return true;
  }

  List<CommitRequest> members() {
    return members;
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  /** The changes of the catalog, in the order of the transactions. */
  List<CatalogChange> catalog() {
    return members.stream().flatMap(member -> member.catalog().stream()).toList();
  }

  /** What all members together write, by table. */
  Map<String, GroupWrite> writes() {
    Map<String, GroupWrite> writes = new LinkedHashMap<>();
    for (CommitRequest member : members) {
      for (CommitRequest.TableWrite write : member.writes()) {
        writes.computeIfAbsent(write.table().id(), id -> new GroupWrite(write.table())).add(write);
      }
    }
    return writes;
  }

  /** What a group writes to one table. */
  static final class GroupWrite {
    private final OwnTable table;
    private final List<CommitRequest.TableWrite> parts = new ArrayList<>();
    private List<AddFile> sharedFiles = List.of();

    GroupWrite(OwnTable table) {
      this.table = table;
    }

    void add(CommitRequest.TableWrite part) {
      parts.add(part);
    }

    OwnTable table() {
      return table;
    }

    List<CommitRequest.TableWrite> parts() {
      return parts;
    }

    boolean isNew() {
      return parts.get(0).isNew();
    }

    /** Whether one of the transactions read the table too. */
    boolean hasReadTable() {
      return parts.stream().anyMatch(CommitRequest.TableWrite::hasRead);
    }

    /** What becomes of the table's protocol and metadata; null if they stay. */
    @Nullable HeadChange headChange() {
      return parts.get(0).headChange();
    }

    boolean changesMetadata() {
      return parts.get(0).changesMetadata();
    }

    boolean hasRowsToWrite() {
      return parts.stream().anyMatch(part -> !part.rows().isEmpty());
    }

    void sharedFiles(List<AddFile> files) {
      sharedFiles = files;
    }

    /** Every file of the table's commit, in the order of the transactions. */
    List<AddFile> files() {
      List<AddFile> files = new ArrayList<>();
      parts.forEach(part -> files.addAll(part.files()));
      files.addAll(sharedFiles);
      return files;
    }

    /** Whether both write the same rows, so that the data files of one serve the other. */
    boolean hasSameRowsAs(GroupWrite other) {
      return parts.equals(other.parts);
    }

    List<AddFile> sharedFiles() {
      return sharedFiles;
    }
  }
}
