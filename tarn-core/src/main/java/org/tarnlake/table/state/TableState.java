package org.tarnlake.table.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CdcFile;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.DomainMetadata;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.action.RemoveFile;
import org.tarnlake.table.action.SetTransaction;

/**
 * A table as of one version, by replay of its actions (PROTOCOL.md, "Action Reconciliation").
 * Immutable; the next version shares what did not change.
 *
 * <p>The files of a large checkpoint stay in it, see {@link CheckpointFiles}; in memory is then
 * what came after it. So a state takes memory for the files of a small table, or for the changes to
 * a large one, and never for all files of that.
 */
public final class TableState {
  private static final long UNKNOWN = -1;

  private static final TableState EMPTY =
      new TableState(
          -1,
          0,
          null,
          null,
          null,
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          0,
          0,
          UNKNOWN);

  private final long version;
  private final long timestampMillis;
  private final @Nullable Protocol protocol;
  private final @Nullable Metadata metadata;
  private final @Nullable CheckpointFiles checkpoint;
  private final HashPMap<FileKey, LiveFile> files;
  private final HashPMap<FileKey, RemoveFile> tombstones;
  private final HashPMap<String, SetTransaction> transactions;
  private final HashPMap<String, DomainMetadata> domains;
  private final long sizeBytes;
  private final long addedEver;
  private final long commitCrc;
  private volatile @Nullable TableFiles sorted;

  /** A file and when it came, so that scans return rows in the order of their commits. */
  private record LiveFile(AddFile add, long ordinal) {}

  private TableState(
      long version,
      long timestampMillis,
      @Nullable Protocol protocol,
      @Nullable Metadata metadata,
      @Nullable CheckpointFiles checkpoint,
      HashPMap<FileKey, LiveFile> files,
      HashPMap<FileKey, RemoveFile> tombstones,
      HashPMap<String, SetTransaction> transactions,
      HashPMap<String, DomainMetadata> domains,
      long sizeBytes,
      long addedEver,
      long commitCrc) {
    this.version = version;
    this.timestampMillis = timestampMillis;
    this.protocol = protocol;
    this.metadata = metadata;
    this.checkpoint = checkpoint;
    this.files = files;
    this.tombstones = tombstones;
    this.transactions = transactions;
    this.domains = domains;
    this.sizeBytes = sizeBytes;
    this.addedEver = addedEver;
    this.commitCrc = commitCrc;
  }

  /** Before version 0: no protocol, no metadata, no files. */
  public static TableState empty() {
    return EMPTY;
  }

  /**
   * The state that a checkpoint holds.
   *
   * @param actions those of its actions that are in memory
   * @param large its other adds and removes; null if there are none
   * @param object the object that holds the checkpoint, for messages
   */
  public static TableState ofCheckpoint(
      long version, List<Action> actions, @Nullable CheckpointFiles large, String object) {
    TableState before =
        new TableState(
            -1,
            0,
            null,
            null,
            large,
            EMPTY.files,
            EMPTY.tombstones,
            EMPTY.transactions,
            EMPTY.domains,
            0,
            0,
            UNKNOWN);
    return new Replay(before).after(actions, version, object);
  }

  /**
   * The state after one more commit.
   *
   * @param object the object that holds the commit, for messages
   * @throws CorruptionException if the commit contradicts itself or leaves no protocol or metadata
   */
  public TableState apply(List<Action> commit, String object) {
    return apply(commit, version + 1, object);
  }

  /** The state after the commits up to a version, reconciled into one list of actions. */
  public TableState apply(List<Action> commits, long toVersion, String object) {
    return new Replay(this).after(commits, toVersion, object);
  }

  /**
   * The state after one more commit, of whose bytes it keeps the checksum.
   *
   * @param commitCrc the CRC-32C of the commit's bytes
   * @param object the object that holds the commit, for messages
   * @throws CorruptionException as {@link #apply(List, String)}
   */
  public TableState applyKnown(List<Action> commit, long commitCrc, String object) {
    return apply(commit, object).withCommitCrc(commitCrc);
  }

  /** The same state with the time at which it was committed. */
  public TableState withTimestamp(long millis) {
    return with(millis, commitCrc);
  }

  /** The same state with the CRC-32C of the bytes of the commit that made it. */
  public TableState withCommitCrc(long crc) {
    return with(timestampMillis, crc);
  }

  private TableState with(long millis, long crc) {
    return new TableState(
        version,
        millis,
        protocol,
        metadata,
        checkpoint,
        files,
        tombstones,
        transactions,
        domains,
        sizeBytes,
        addedEver,
        crc);
  }

  /** A state under way to a later one. One thread at a time. */
  private static final class Replay {
    private long timestamp;
    private @Nullable Protocol protocol;
    private @Nullable Metadata metadata;
    private @Nullable CheckpointFiles checkpoint;
    private HashPMap<FileKey, LiveFile> files;
    private HashPMap<FileKey, RemoveFile> tombstones;
    private HashPMap<String, SetTransaction> transactions;
    private HashPMap<String, DomainMetadata> domains;
    private long bytes;
    private long added;

    /** When files came that these actions remove, by path: one that stays has another vector. */
    private final Map<String, Long> places = new HashMap<>();

    Replay(TableState before) {
      timestamp = before.timestampMillis;
      protocol = before.protocol;
      metadata = before.metadata;
      checkpoint = before.checkpoint;
      files = before.files;
      tombstones = before.tombstones;
      transactions = before.transactions;
      domains = before.domains;
      bytes = before.sizeBytes;
      added = before.addedEver;
    }

    TableState after(List<Action> actions, long version, String object) {
      actions.forEach(this::notePlace);
      actions.forEach(this::apply);
      if (protocol == null || metadata == null) {
        throw new CorruptionException(
            "%s: the table has no %s; restore the object, or run 'tarn check'"
                .formatted(object, protocol == null ? "protocol" : "metadata"));
      }
      return new TableState(
          version,
          timestamp,
          protocol,
          metadata,
          checkpoint,
          files,
          tombstones,
          transactions,
          domains,
          bytes,
          added,
          UNKNOWN);
    }

    private void notePlace(Action action) {
      if (action instanceof RemoveFile remove) {
        FileKey key = FileKey.of(remove);
        LiveFile before = files.get(key);
        if (before != null) {
          places.put(key.path(), before.ordinal);
        }
      }
    }

    private void apply(Action action) {
      if (action instanceof AddFile add) {
        add(add, FileKey.of(add));
      } else if (action instanceof RemoveFile remove) {
        remove(remove, FileKey.of(remove));
      } else if (action instanceof Metadata each) {
        metadata = each;
      } else if (action instanceof Protocol each) {
        protocol = each;
      } else if (action instanceof SetTransaction each) {
        transactions = transactions.plus(each.appId(), each);
      } else if (action instanceof DomainMetadata each) {
        domains = each.removed() ? domains.minus(each.domain()) : domains.plus(each.domain(), each);
      } else if (action instanceof CommitInfo info) {
        timestamp = info.timestampMillis();
      } else if (!(action instanceof CdcFile)) {
        throw new AssertionError(action);
      }
    }

    private void add(AddFile add, FileKey key) {
      LiveFile before = files.get(key);
      bytes += add.sizeBytes() - (before == null ? 0 : before.add.sizeBytes());
      Long place = before == null ? places.get(key.path()) : (Long) before.ordinal;
      files = files.plus(key, new LiveFile(add, place == null ? added++ : place));
      tombstones = tombstones.minus(key);
      checkpoint = checkpoint == null ? null : checkpoint.without(key);
    }

    private void remove(RemoveFile remove, FileKey key) {
      LiveFile before = files.get(key);
      bytes -= before == null ? 0 : before.add.sizeBytes();
      files = files.minus(key);
      tombstones = tombstones.plus(key, remove);
      checkpoint = checkpoint == null ? null : checkpoint.without(key);
    }
  }

  public long version() {
    return version;
  }

  /** When this version was committed, in milliseconds since 1970. */
  public long timestampMillis() {
    return timestampMillis;
  }

  /**
   * The CRC-32C of the bytes of the commit that made this version, by which the next one names it;
   * -1 if it is not known.
   */
  public long commitCrc() {
    return commitCrc;
  }

  public Protocol protocol() {
    return present(protocol);
  }

  public Metadata metadata() {
    return present(metadata);
  }

  /** How the columns are found in the data files. */
  public ColumnMapping columnMapping() {
    return protocol().columnMapping(metadata());
  }

  /** The data files: those of a checkpoint in its order, then those of commits as they came. */
  public TableFiles files() {
    TableFiles known = sorted;
    if (known == null) {
      List<LiveFile> live = new ArrayList<>(files.values());
      live.sort((a, b) -> Long.compare(a.ordinal(), b.ordinal()));
      known = new TableFiles(checkpoint, live.stream().map(LiveFile::add).toList());
      sorted = known;
    }
    return known;
  }

  public int fileCount() {
    return Math.toIntExact(
        files.size() + (checkpoint == null ? 0 : checkpoint.totals().fileCount()));
  }

  /** How many adds, removes and keys that a large checkpoint has no more take memory. */
  public int heldInMemory() {
    return files.size() + tombstones.size() + (checkpoint == null ? 0 : checkpoint.goneCount());
  }

  /** The bytes of all data files. */
  public long sizeBytes() {
    return sizeBytes + (checkpoint == null ? 0 : checkpoint.totals().sizeBytes());
  }

  /** Starts reading what was removed and not added again, long ago too. Close what it returns. */
  public TombstoneCursor tombstones() {
    return tombstones(Long.MIN_VALUE);
  }

  /** As above, without what was removed before a time. */
  public TombstoneCursor tombstones(long sinceMillis) {
    return new TombstoneCursor(
        checkpoint == null ? Collections.emptyIterator() : checkpoint.removes(),
        tombstones.values().stream()
            .sorted(Comparator.comparing(RemoveFile::path).thenComparing(RemoveFile::deletedMillis))
            .toList(),
        sinceMillis);
  }

  /** How far an application has come; null if it recorded nothing. */
  public @Nullable SetTransaction transaction(String appId) {
    return transactions.get(appId);
  }

  /** How far each application has come, in the order of their names. */
  public List<SetTransaction> transactions() {
    return transactions.values().stream()
        .sorted(Comparator.comparing(SetTransaction::appId))
        .toList();
  }

  /** The domains that were not removed, ordered by name. */
  public List<DomainMetadata> domains() {
    return domains.values().stream().sorted(Comparator.comparing(DomainMetadata::domain)).toList();
  }

  private static <T> T present(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the table has no version yet");
    }
    return part;
  }
}
