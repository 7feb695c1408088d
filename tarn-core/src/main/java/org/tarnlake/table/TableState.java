package org.tarnlake.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.tarnlake.data.ColumnMapping;
import org.tarnlake.error.CorruptionException;

/**
 * A table as of one version, by replay of its actions (PROTOCOL.md, "Action Reconciliation").
 * Immutable; the next version shares what did not change.
 */
public final class TableState {
  private static final TableState EMPTY =
      new TableState(
          -1,
          0,
          null,
          null,
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          0,
          0);

  private final long version;
  private final long timestampMillis;
  private final @Nullable Protocol protocol;
  private final @Nullable Metadata metadata;
  private final HashPMap<FileKey, LiveFile> files;
  private final HashPMap<FileKey, RemoveFile> tombstones;
  private final HashPMap<String, SetTransaction> transactions;
  private final HashPMap<String, DomainMetadata> domains;
  private final long sizeBytes;
  private final long addedEver;

  /** A file and when it came, so that scans return rows in the order of their commits. */
  private record LiveFile(AddFile add, long ordinal) {}

  private TableState(
      long version,
      long timestampMillis,
      @Nullable Protocol protocol,
      @Nullable Metadata metadata,
      HashPMap<FileKey, LiveFile> files,
      HashPMap<FileKey, RemoveFile> tombstones,
      HashPMap<String, SetTransaction> transactions,
      HashPMap<String, DomainMetadata> domains,
      long sizeBytes,
      long addedEver) {
    this.version = version;
    this.timestampMillis = timestampMillis;
    this.protocol = protocol;
    this.metadata = metadata;
    this.files = files;
    this.tombstones = tombstones;
    this.transactions = transactions;
    this.domains = domains;
    this.sizeBytes = sizeBytes;
    this.addedEver = addedEver;
  }

  /** Before version 0: no protocol, no metadata, no files. */
  public static TableState empty() {
    return EMPTY;
  }

  /**
   * The state after one more commit.
   *
   * @param object the object that holds the commit, for messages
   * @throws CorruptionException if the commit contradicts itself or leaves no protocol or metadata
   */
  public TableState apply(List<Action> commit, String object) {
    long timestamp = timestampMillis;
    Protocol newProtocol = protocol;
    Metadata newMetadata = metadata;
    HashPMap<FileKey, LiveFile> newFiles = files;
    HashPMap<FileKey, RemoveFile> newTombstones = tombstones;
    HashPMap<String, SetTransaction> newTransactions = transactions;
    HashPMap<String, DomainMetadata> newDomains = domains;
    long bytes = sizeBytes;
    long added = addedEver;
    for (Action action : commit) {
      if (action instanceof AddFile add) {
        FileKey key = FileKey.of(add.path(), add.deletionVector());
        LiveFile before = newFiles.get(key);
        bytes += add.sizeBytes() - (before == null ? 0 : before.add.sizeBytes());
        newFiles = newFiles.plus(key, new LiveFile(add, added++));
        newTombstones = newTombstones.minus(key);
      } else if (action instanceof RemoveFile remove) {
        FileKey key = FileKey.of(remove.path(), remove.deletionVector());
        LiveFile before = newFiles.get(key);
        bytes -= before == null ? 0 : before.add.sizeBytes();
        newFiles = newFiles.minus(key);
        newTombstones = newTombstones.plus(key, remove);
      } else if (action instanceof Metadata each) {
        newMetadata = each;
      } else if (action instanceof Protocol each) {
        newProtocol = each;
      } else if (action instanceof SetTransaction each) {
        newTransactions = newTransactions.plus(each.appId(), each);
      } else if (action instanceof DomainMetadata each) {
        newDomains =
            each.removed() ? newDomains.minus(each.domain()) : newDomains.plus(each.domain(), each);
      } else if (action instanceof CommitInfo info) {
        timestamp = info.timestampMillis();
      }
    }
    if (newProtocol == null || newMetadata == null) {
      throw new CorruptionException(
          "%s: the table has no %s; restore the object, or run the consistency check"
              .formatted(object, newProtocol == null ? "protocol" : "metadata"));
    }
    return new TableState(
        version + 1,
        timestamp,
        newProtocol,
        newMetadata,
        newFiles,
        newTombstones,
        newTransactions,
        newDomains,
        bytes,
        added);
  }

  public long version() {
    return version;
  }

  /** When this version was committed, in milliseconds since 1970. */
  public long timestampMillis() {
    return timestampMillis;
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

  /** The data files, in the order in which they came. */
  public List<AddFile> files() {
    List<LiveFile> live = new ArrayList<>(files.values());
    live.sort(Comparator.comparingLong(LiveFile::ordinal));
    return live.stream().map(LiveFile::add).toList();
  }

  /** Whether a data file without deleted rows is part of the table. */
  public boolean hasFile(String path) {
    return files.containsKey(FileKey.of(path, null));
  }

  public int fileCount() {
    return files.size();
  }

  /** The bytes of all data files. */
  public long sizeBytes() {
    return sizeBytes;
  }

  /** The latest version of each application's own progress. */
  public List<SetTransaction> transactions() {
    return List.copyOf(transactions.values());
  }

  /** What was removed, in the order of paths; those that expired among them. */
  public List<RemoveFile> tombstones() {
    return tombstones.values().stream()
        .sorted(Comparator.comparing(RemoveFile::path).thenComparing(RemoveFile::deletedMillis))
        .toList();
  }

  /** The domains that were not removed, in the order of their names. */
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
