package org.tarnlake.transaction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tarnlake.json.JsonWriter;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.LakeState;
import org.tarnlake.lake.LogEntry;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.DomainMetadata;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.action.Move;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.write.RowTracking;

/** Makes the actions of a group's table commits, and the words that describe them. Pure. */
final class EntryBuilder {
  /** What an append is called in a table's own history. */
  static final String WRITE = "WRITE";

  private EntryBuilder() {}

  /** The Delta version that a table gets with the entry after {@code base}. */
  static long tableVersion(LakeState base, OwnTable table) {
    CatalogTable before = before(base, table);
    return before == null ? 0 : before.version() + 1;
  }

  /** The table before the entry; one that was dropped, and comes back with it, as it was then. */
  static @Nullable CatalogTable before(LakeState base, OwnTable table) {
    CatalogTable now = base.catalog().findById(table.id());
    return now == null ? table.base() : now;
  }

  /**
   * The actions of one table's commit, in the order in which they are published.
   *
   * @param adds those that add files, also again
   * @param base the lake that the entry follows
   */
  static List<Action> actions(
      CommitGroup.GroupWrite write,
      List<Action> adds,
      LakeState base,
      long timestampMillis,
      UUID txnId) {
    List<AddFile> files = write.files();
    List<Action> actions = new ArrayList<>(files.size() + 3);
    OwnTable table = write.table();
    Map<String, String> tags = tags(base, table);
    tags.putAll(ofRows(write));
    actions.add(commitInfo(write, files, timestampMillis, txnId, tags));
    if (write.isNew()) {
      actions.add(table.head().protocol());
      actions.add(table.head().metadata());
    }
    HeadChange change = write.headChange();
    if (change != null) {
      addHead(actions, write, change, change.after(tableVersion(base, table), timestampMillis));
    }
    addRest(actions, write, adds);
    return actions;
  }

  /** Adds what changes of protocol and metadata, unless they go with the first vector. */
  private static void addHead(
      List<Action> actions, CommitGroup.GroupWrite write, HeadChange change, TableHead after) {
    if (write.enabled() == null) {
      if (!after.protocol().equals(change.before().protocol())) {
        actions.add(after.protocol());
      }
      if (!after.metadata().equals(change.before().metadata())) {
        actions.add(after.metadata());
      }
    }
  }

  private static void addRest(
      List<Action> actions, CommitGroup.GroupWrite write, List<Action> adds) {
    TableHead enabled = write.enabled();
    if (enabled != null) {
      actions.add(enabled.protocol());
      actions.add(enabled.metadata());
    }
    actions.addAll(write.removal().removes());
    actions.addAll(adds);
    actions.addAll(write.changeFiles());
    actions.addAll(write.progress());
    for (DomainMetadata domain : write.domains()) {
      // Files that get ids say anew which ones are given.
      if (adds.stream().noneMatch(add -> domain.isReplacedBy(add))) {
        actions.add(domain);
      }
    }
  }

  /** The lake version of the commit, and what the commit before it is known by. */
  private static Map<String, String> tags(LakeState base, OwnTable table) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put(CommitInfo.LAKE_VERSION_TAG, Long.toString(base.version() + 1));
    CatalogTable before = before(base, table);
    if (before != null) {
      tags.put(CommitInfo.PREVIOUS_TAG, Long.toString(before.newest().crc32c()));
    }
    return tags;
  }

  /**
   * Says, where rows keep ids, that all that were changed or moved have kept theirs; and where
   * those went that only moved.
   */
  private static Map<String, String> ofRows(CommitGroup.GroupWrite write) {
    HeadChange change = write.headChange();
    TableHead before = change == null ? write.table().head() : change.before();
    Map<String, String> tags = new LinkedHashMap<>();
    if (RowTracking.isEnabled(before)) {
      tags.put(RowTracking.PRESERVED, "true");
    }
    Rewrite rewrite = write.rewrite();
    if (rewrite != null) {
      Set<String> added =
          write.removal().stays().stream()
              .map(file -> FileKey.of(file).path())
              .collect(Collectors.toSet());
      List<Move> moves = rewrite.moves().stream().filter(m -> added.contains(m.to())).toList();
      tags.put(CommitInfo.MOVED_TAG, Move.text(moves));
    }
    return tags;
  }

  /** The actions of a commit to a Delta table of its own. */
  static List<Action> standaloneActions(
      CommitGroup.GroupWrite write,
      List<Action> adds,
      long tableVersion,
      long timestampMillis,
      UUID txnId,
      boolean serializable) {
    List<AddFile> files = write.files();
    CommitInfo info = commitInfo(write, files, timestampMillis, txnId, Map.of());
    HeadChange change = write.headChange();
    TableHead head =
        change == null ? write.table().head() : change.after(tableVersion, timestampMillis);
    List<Action> actions = new ArrayList<>(files.size() + 1);
    actions.add(
        new CommitInfo(
            timestampMillis,
            info.operation(),
            info.operationParameters(),
            info.blindAppend() && !write.hasReadTable(),
            info.operationMetrics(),
            info.txnId(),
            ofRows(write),
            head.hasInCommitTimestamps(),
            serializable ? "Serializable" : "SnapshotIsolation",
            info.engine()));
    if (change != null) {
      addHead(actions, write, change, head);
    }
    addRest(actions, write, adds);
    return actions;
  }

  private static CommitInfo commitInfo(
      CommitGroup.GroupWrite write,
      List<AddFile> files,
      long timestampMillis,
      UUID txnId,
      Map<String, String> tags) {
    String partitionBy = JsonWriter.text(write.table().head().schema().partitionColumns());
    Map<String, String> parameters = new LinkedHashMap<>();
    String operation;
    HeadChange change = write.headChange();
    Statement statement = write.statement();
    if (change != null) {
      Statement done = done(change, statement, !files.isEmpty());
      operation = done.operation();
      parameters.putAll(done.parameters());
    } else if (statement != null && (!write.isNew() || statement.isOf(CommitInfo.CLONE))) {
      operation = statement.operation();
      parameters.putAll(statement.parameters());
    } else if (!write.isNew()) {
      operation = WRITE;
      parameters.put("mode", "Append");
    } else {
      operation = files.isEmpty() ? "CREATE TABLE" : "CREATE TABLE AS SELECT";
      parameters.put("isManaged", "false");
      parameters.put(
          "properties", JsonWriter.text(write.table().head().metadata().configuration()));
    }
    parameters.put("partitionBy", partitionBy);
    Map<String, String> metrics = new LinkedHashMap<>();
    Rewrite rewrite = write.rewrite();
    if (rewrite == null) {
      metrics.put("numFiles", Integer.toString(files.size()));
      metrics.put(
          CommitInfo.OUTPUT_ROWS, Long.toString(files.stream().mapToLong(AddFile::rowCount).sum()));
      metrics.put(
          "numOutputBytes", Long.toString(files.stream().mapToLong(AddFile::sizeBytes).sum()));
    } else {
      metrics.putAll(rewrite.metrics());
    }
    Rewind rewind = write.rewind();
    if (!write.deletions().isEmpty()) {
      metrics.put("numRemovedFiles", Integer.toString(write.removal().removes().size()));
      metrics.put("numDeletionVectorsAdded", Integer.toString(write.removal().stays().size()));
      metrics.put(CommitInfo.DELETED_ROWS, Long.toString(write.deletions().rowCount()));
    }
    if (rewind != null) {
      metrics.putAll(rewind.metrics());
    }
    return new CommitInfo(
        timestampMillis,
        operation,
        parameters,
        !write.changesMetadata()
            && write.deletions().isEmpty()
            && rewind == null
            && rewrite == null,
        metrics,
        txnId.toString(),
        tags);
  }

  /** What was done to columns or properties, and to the rows. */
  private static Statement done(
      HeadChange change, @Nullable Statement statement, boolean hasFiles) {
    Statement done =
        change instanceof HeadChange.Altered altered
            ? altered.statement()
            : new Statement(change.operation(), Map.of());
    if (statement != null) {
      return done.then(statement);
    }
    return hasFiles ? done.then(new Statement(WRITE, Map.of())) : done;
  }

  private static String word(CatalogChange change) {
    if (change instanceof CatalogChange.CreateTable) {
      return "create";
    }
    if (change instanceof CatalogChange.AttachTable) {
      return "attach";
    }
    if (change instanceof CatalogChange.DetachTable) {
      return "detach";
    }
    return change instanceof CatalogChange.DropTable ? "drop" : "rename";
  }

  /** What a commit to a Delta table of its own does, in the word of the table's own history. */
  static String standaloneOperation(Collection<CommitGroup.GroupWrite> writes) {
    CommitGroup.GroupWrite write = writes.iterator().next();
    HeadChange change = write.headChange();
    Statement statement = write.statement();
    return change != null
        ? done(change, statement, !write.files().isEmpty()).operation()
        : statement != null ? statement.operation() : WRITE;
  }

  private static List<String> words(Statement statement) {
    return List.of(statement.operation().toLowerCase(Locale.ROOT).split(", "));
  }

  /** What an entry does, in a few words for people. */
  static String operation(CommitGroup group) {
    TreeSet<String> words = new TreeSet<>();
    boolean appends = false;
    for (CommitRequest member : group.members()) {
      for (CatalogChange change : member.catalog()) {
        words.add(member.bringsBack(change) ? LogEntry.BRING_BACK : word(change));
      }
      for (CommitRequest.TableWrite write : member.writes()) {
        Statement statement = write.statement();
        if (write.headChange() instanceof HeadChange.Altered altered) {
          words.addAll(words(altered.statement()));
        }
        if (statement != null) {
          words.addAll(words(statement));
        } else {
          appends |= !write.files().isEmpty() || !write.rows().isEmpty();
        }
      }
    }
    List<String> result = new ArrayList<>(words);
    if (appends) {
      result.add("append");
    }
    if (!result.isEmpty()) {
      return String.join(", ", result);
    }
    return group.sequences().isEmpty() ? "record progress" : "sequence";
  }
}
