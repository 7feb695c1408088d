package org.tarnlake.transaction;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.StorageException;
import org.tarnlake.lake.CarriedFile;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.lake.Sequence;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CdcFile;
import org.tarnlake.table.action.DomainMetadata;
import org.tarnlake.table.action.SetTransaction;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.scan.Deletions;

/**
 * Transactions that share a log entry. One thread at a time.
 *
 * <p>The rule of what may share one: <em>transactions that do nothing but append, and whose reads
 * do not matter, to whatever tables, and record the numbers of different applications, if any</em>.
 * Any of them may follow any other, in each order, so that nothing has to be checked among them,
 * and what they put into one table is one commit. Everything else has an entry of its own: who
 * deletes, changes or moves rows or brings a table back, who changes the catalog, or a table's
 * protocol or metadata, since others may not follow that, or records the progress of an application
 * with one table; a serializable transaction, which was not checked against what would share its
 * entry; and one that is tried again by itself.
 */
final class CommitGroup {
  private final List<CommitRequest> members = new ArrayList<>();
  private final Set<String> applications = new HashSet<>();
  private boolean exclusive;
  private @Nullable Throwable failure;

  /** Takes a transaction in if it may share the entry with those that are in. */
  boolean admit(CommitRequest request) {
    boolean sharesNothing = !onlyAppends(request) || request.isAlone();
    boolean sameApplication = !Collections.disjoint(applications, request.applications());
    if (!members.isEmpty() && (exclusive || sharesNothing || sameApplication)) {
      return false;
    }
    members.add(request);
    applications.addAll(request.applications());
    exclusive |= sharesNothing;
    return true;
  }

  /** As the rule says: what only appends, and did not read what matters. */
  private static boolean onlyAppends(CommitRequest request) {
    return request.catalog().isEmpty()
        && request.checkedReads() == null
        && request.insertedKeys().isEmpty()
        && request.writes().stream()
            .noneMatch(
                write ->
                    write.changesMetadata()
                        || !write.deletions().isEmpty()
                        || write.rewind() != null
                        || write.rewrite() != null
                        || !write.progress().isEmpty());
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

  /** The numbers of applications, in the order of the transactions. */
  List<Sequence> sequences() {
    return members.stream()
        .flatMap(member -> member.sequences().stream())
        .map(each -> new Sequence(each.appId(), each.version()))
        .toList();
  }

  /** What all members together write, by table. */
  List<GroupWrite> writes() {
    Map<String, GroupWrite> writes = new LinkedHashMap<>();
    for (CommitRequest member : members) {
      for (CommitRequest.TableWrite write : member.writes()) {
        writes
            .computeIfAbsent(write.table().id(), id -> new GroupWrite(write.table()))
            .add(write, member.sequences());
      }
    }
    return List.copyOf(writes.values());
  }

  /** Notes that the entry failed, and not by what one of the tables gets. */
  void failed(Throwable e) {
    failure = e;
  }

  /**
   * Those that may go on after something failed: who touches only sound tables. Of the others, each
   * that shares what failed is tried again alone, unless it is the store that fails: then, or if it
   * is alone already, it is told.
   *
   * @param writes what the group writes, and what became of it
   * @param alone gets those that are to be tried alone
   */
  CommitGroup afterFailure(List<GroupWrite> writes, List<CommitRequest> alone) {
    Map<String, GroupWrite> failed = new HashMap<>();
    for (GroupWrite write : writes) {
      if (write.failure() != null) {
        failed.put(write.table().id(), write);
      }
    }
    CommitGroup sound = new CommitGroup();
    for (CommitRequest member : members) {
      Throwable why = failure;
      for (CommitRequest.TableWrite part : member.writes()) {
        GroupWrite write = failed.get(part.table().id());
        why = why == null && write != null ? write.failureOf(part) : why;
      }
      if (why == null) {
        sound.admit(member);
      } else if (members.size() > 1 && !(why instanceof StorageException)) {
        member.goAlone();
        alone.add(member);
      } else {
        member.failed(Committer.notCommitted(why));
      }
    }
    return sound;
  }

  /** What a group writes to one table. */
  static final class GroupWrite {
    private final OwnTable table;
    private final List<CommitRequest.TableWrite> parts = new ArrayList<>();
    private final List<SetTransaction> progress = new ArrayList<>();
    private List<AddFile> sharedFiles = List.of();
    private @Nullable Throwable failure;
    private boolean failedInRows;
    private RowRemoval removal = RowRemoval.NOTHING;
    private @Nullable TableHead enabled;
    private @Nullable HeadChange headChange;

    GroupWrite(OwnTable table) {
      this.table = table;
    }

    void add(CommitRequest.TableWrite part, List<SetTransaction> sequences) {
      parts.add(part);
      progress.addAll(part.progress());
      progress.addAll(sequences);
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
      return headChange != null ? headChange : parts.get(0).headChange();
    }

    /**
     * Has an alteration follow what others did to the table.
     *
     * @param now the table's protocol and metadata before the commit
     */
    void follow(TableHead now) {
      if (parts.get(0).headChange() instanceof HeadChange.Altered altered) {
        headChange = altered.onTopOf(now);
      }
    }

    /** Rows that go; of one transaction only, which shares its entry with nobody. */
    Deletions deletions() {
      return parts.get(0).deletions();
    }

    /** What the table gets back and gives up; null unless it is brought back. */
    @Nullable Rewind rewind() {
      return parts.get(0).rewind();
    }

    /** The files that are written anew; null if none are. */
    @Nullable Rewrite rewrite() {
      return parts.get(0).rewrite();
    }

    /** What becomes of the table's domains. */
    List<DomainMetadata> domains() {
      return parts.get(0).domains();
    }

    /** What was done to the rows; null if they were only appended. */
    @Nullable Statement statement() {
      return parts.get(0).statement();
    }

    /**
     * Notes how rows go.
     *
     * @param head the table's protocol and metadata, if they lacked what vectors need; null if not
     */
    void removal(RowRemoval newRemoval, @Nullable TableHead head) {
      removal = newRemoval;
      enabled = head;
    }

    RowRemoval removal() {
      return removal;
    }

    /** Protocol and metadata by which the table has vectors from now on; null if they stay. */
    @Nullable TableHead enabled() {
      return enabled;
    }

    boolean changesMetadata() {
      return parts.get(0).changesMetadata();
    }

    boolean hasRowsToWrite() {
      return parts.stream().anyMatch(part -> !part.rows().isEmpty());
    }

    /** How far applications have come. */
    List<SetTransaction> progress() {
      return progress;
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

    /** The files that tell which rows change. */
    List<CdcFile> changeFiles() {
      return parts.stream().flatMap(part -> part.changeFiles().stream()).toList();
    }

    /** Those of them that are not written yet. */
    List<CarriedFile> heldFiles() {
      return parts.stream().flatMap(part -> part.heldFiles().stream()).toList();
    }

    /** Whether both write the same rows, so that the data files of one serve the other. */
    boolean hasSameRowsAs(GroupWrite other) {
      return parts.equals(other.parts);
    }

    List<AddFile> sharedFiles() {
      return sharedFiles;
    }

    /** Notes that it could not be written. */
    void failed(Throwable e) {
      failure = e;
    }

    /** Notes that the rows that are in no file yet could not be written. */
    void failedInRows(Throwable e) {
      failedInRows = true;
      failure = e;
    }

    /** Why it could not be written; null if it was. */
    @Nullable Throwable failure() {
      return failure;
    }

    /**
     * Why one of the transactions cannot write to the table; null if what failed is not its own.
     */
    @Nullable Throwable failureOf(CommitRequest.TableWrite part) {
      return failedInRows && part.rows().isEmpty() ? null : failure;
    }
  }
}
