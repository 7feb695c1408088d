package org.tarnlake.maintenance.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.data.schema.FieldIds;
import org.tarnlake.error.TarnException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CdcFile;
import org.tarnlake.table.action.DomainMetadata;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.action.RemoveFile;
import org.tarnlake.table.action.SetTransaction;
import org.tarnlake.table.action.TypeChanges;
import org.tarnlake.table.scan.ScanPaths;
import org.tarnlake.table.state.Checksum;
import org.tarnlake.table.state.TableState;
import org.tarnlake.table.state.TombstoneCursor;

/**
 * What the commits of one table add up to, while the log is walked. Of each live file it keeps no
 * more than where to read on, so that its memory follows the number of files. One thread at a time.
 *
 * <p>Files are told apart by path and deletion vector, as everywhere; what lies in the folder, by
 * path.
 */
public final class TableReplay {
  private final String id;
  private final String location;
  private final Map<FileKey, LiveFile> files = new HashMap<>();

  /** The live files that have a deletion vector, by canonical path: few, in most tables. */
  private final Map<String, FileKey> vectors = new HashMap<>();

  private final Set<String> removed = new HashSet<>();

  /** The files of changes that commits name, by their path in the folder. */
  private final Map<String, ChangeFile> changeFiles = new TreeMap<>();

  private final UnpublishedFiles.Paths unpublished = new UnpublishedFiles.Paths();
  private final Set<String> staged = new HashSet<>();
  private final Map<String, Long> transactions = new TreeMap<>();
  private final Map<String, String> domains = new TreeMap<>();
  private @Nullable Protocol protocol;
  private @Nullable Metadata metadata;
  private long version = -1;
  private long sizeBytes;
  private long requiredVersion = -1;
  private boolean lost;
  private boolean leaving;
  private boolean altered;
  private long firstVersion;
  private long attachedVersion = -1;
  private @Nullable TableState later;

  /** What others added before the table was attached; gone files included. */
  private final Map<FileKey, AddFile> foreign = new HashMap<>();

  private final Set<String> foreignPaths = new HashSet<>();

  /**
   * A file of the newest version.
   *
   * @param path as its add has it
   * @param hash of what its add says, see {@link CheckpointAddCheck#hash}
   * @param tableVersion which added it
   * @param lakeVersion which added it; -1 if the entry is lost
   */
  record LiveFile(String path, long sizeBytes, int hash, long tableVersion, long lakeVersion) {}

  /**
   * A file that tells which rows a commit changed.
   *
   * @param tableVersion the one that the commit made
   */
  record ChangeFile(CdcFile file, long tableVersion) {}

  public TableReplay(String id, String location) {
    this.id = id;
    this.location = location;
  }

  String id() {
    return id;
  }

  String location() {
    return location;
  }

  /** The version that the walk has reached. */
  long version() {
    return version;
  }

  public void reached(long newVersion) {
    version = newVersion;
    resume(newVersion);
  }

  /**
   * Notes the first version that can be loaded of a log that was cleaned up meanwhile.
   *
   * @param attachedVersion with which the lake took the table over
   */
  void resumeWith(TableState state, long attachedVersion) {
    later = state;
    firstVersion = attachedVersion;
  }

  /** Goes on with that version, unless it is after another one, or passed already. */
  void resume(long last) {
    TableState state = later;
    if (state != null && state.version() <= last) {
      later = null;
      if (state.version() >= version) {
        begin(state);
      }
    }
  }

  /** Begins with what a table is when a lake takes it over. */
  void attached(TableState state) {
    begin(state);
    firstVersion = state.version();
  }

  private void begin(TableState state) {
    protocol = state.protocol();
    metadata = state.metadata();
    lose();
    lost = false;
    version = state.version();
    state.transactions().forEach(this::transaction);
    state.domains().forEach(this::domain);
    try (TombstoneCursor tombstones = state.tombstones()) {
      for (RemoveFile each = tombstones.next(); each != null; each = tombstones.next()) {
        removed.add(relative(each.path()));
      }
    }
    state
        .files()
        .forEach(
            file -> {
              add(file, version, -1);
              FileKey key = FileKey.of(file);
              foreign.put(key, file);
              foreignPaths.add(key.path());
            });
  }

  /** The first version that the lake vouches for. */
  long firstVersion() {
    return firstVersion;
  }

  /** Notes up to which version others wrote the table's log. */
  void takenOver(long newestVersion) {
    attachedVersion = newestVersion;
  }

  /** The version with which the table was attached; -1 if the lake made it. */
  long attachedVersion() {
    return attachedVersion;
  }

  /** The live files that others added before the table was attached. */
  List<AddFile> foreignFiles() {
    return foreign.entrySet().stream()
        .filter(file -> files.containsKey(file.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Whether others wrote a file, with whatever deletion vector it has now. */
  boolean isForeign(AddFile add) {
    return foreignPaths.contains(FileKey.of(add).path());
  }

  /** What others said of a file before the table was attached; null if they said nothing. */
  @Nullable AddFile foreignFile(FileKey key) {
    return foreign.get(key);
  }

  /** Notes that the next commit gives the table back. */
  void leave() {
    leaving = true;
  }

  boolean isLeaving() {
    return leaving;
  }

  /** Whether a commit could not be read, so that the files are not known any more. */
  boolean isLost() {
    return lost;
  }

  void lose() {
    lost = true;
    files.clear();
    vectors.clear();
    removed.clear();
    changeFiles.clear();
    foreign.clear();
    foreignPaths.clear();
    transactions.clear();
    domains.clear();
    sizeBytes = 0;
  }

  /** Every version up to this one must be published. */
  long requiredVersion() {
    return requiredVersion;
  }

  void require(long publishedVersion) {
    requiredVersion = publishedVersion;
    unpublished.published(publishedVersion);
  }

  /** The files that may be in the log only. */
  UnpublishedFiles.Paths unpublished() {
    return unpublished;
  }

  public @Nullable Protocol protocol() {
    return protocol;
  }

  public void protocol(Protocol newProtocol) {
    protocol = newProtocol;
  }

  public @Nullable Metadata metadata() {
    return metadata;
  }

  public void metadata(Metadata newMetadata) {
    Metadata before = metadata;
    altered |=
        newMetadata.flaw() == null
            && (isAltered(newMetadata)
                || (before != null
                    && (before.flaw() != null || !before.schema().equals(newMetadata.schema()))));
    metadata = newMetadata;
  }

  /** Whether it may have had another schema once, under which some files were written. */
  boolean isAltered() {
    return altered || mapping() != ColumnMapping.NONE;
  }

  /** Whether a table was altered by whoever made it: else ids are in the order of the fields. */
  private static boolean isAltered(Metadata metadata) {
    StructType columns = metadata.schema().columns();
    return metadata.configuration().containsKey(Metadata.MAX_FIELD_ID)
        && (TypeChanges.hasAny(columns) || !FieldIds.assign(columns).columns().equals(columns));
  }

  /** How the columns are found in the files. */
  ColumnMapping mapping() {
    Protocol knownProtocol = protocol;
    Metadata knownMetadata = metadata;
    try {
      return knownProtocol == null || knownMetadata == null
          ? ColumnMapping.NONE
          : knownProtocol.columnMapping(knownMetadata);
    } catch (UnsupportedTableException e) {
      // Such a table is not read at all.
      return ColumnMapping.NONE;
    }
  }

  /** The schema with the names that adds and files use; null if it is not known. */
  @Nullable Schema physicalSchema() {
    if (metadata == null) {
      return null;
    }
    ColumnMapping mapping = mapping();
    StructType columns = metadata.schema().columns();
    List<String> partitions = new ArrayList<>();
    for (String name : metadata.schema().partitionColumns()) {
      Field field = columns.field(columns.indexOf(name));
      partitions.add(mapping.physicalName(field));
    }
    return new Schema(mapping.physical(columns), partitions);
  }

  boolean isLive(FileKey key) {
    return files.containsKey(key);
  }

  /** As what a data file is a part of the table; null if it is none. */
  @Nullable FileKey liveKey(String canonicalPath) {
    FileKey plain = new FileKey(canonicalPath, "");
    return files.containsKey(plain) ? plain : vectors.get(canonicalPath);
  }

  /** Whether a file, by its path in the table's folder, was a part of the table once. */
  boolean wasRemoved(String relative) {
    return removed.contains(relative);
  }

  Map<FileKey, LiveFile> files() {
    return files;
  }

  public void add(AddFile add, long tableVersion, long lakeVersion) {
    FileKey key = FileKey.of(add);
    int hash = CheckpointAddCheck.hash(add);
    LiveFile before =
        files.put(key, new LiveFile(add.path(), add.sizeBytes(), hash, tableVersion, lakeVersion));
    if (!key.vectorId().isEmpty()) {
      vectors.put(key.path(), key);
    }
    sizeBytes += add.sizeBytes() - (before == null ? 0 : before.sizeBytes());
    removed.remove(relative(add.path()));
  }

  public void remove(RemoveFile remove) {
    FileKey key = FileKey.of(remove);
    LiveFile before = files.remove(key);
    vectors.remove(key.path(), key);
    sizeBytes -= before == null ? 0 : before.sizeBytes();
    if (liveKey(key.path()) == null) {
      removed.add(relative(remove.path()));
    }
  }

  /** Notes that a commit tells in a file of changes what it did. */
  void changeFile(CdcFile file, long tableVersion) {
    changeFiles.put(relative(file.path()), new ChangeFile(file, tableVersion));
  }

  Map<String, ChangeFile> changeFiles() {
    return changeFiles;
  }

  /** The decoded path; one that is none is told of where the file is looked for. */
  private static String relative(String path) {
    try {
      return ScanPaths.relative(path);
    } catch (TarnException e) {
      return path;
    }
  }

  /** The version of each application's own progress. */
  Map<String, Long> transactions() {
    return transactions;
  }

  public void transaction(SetTransaction each) {
    transactions.put(each.appId(), each.version());
  }

  /** The configuration of each domain, the high-water mark of row ids among them. */
  Map<String, String> domains() {
    return domains;
  }

  public void domain(DomainMetadata each) {
    if (each.removed()) {
      domains.remove(each.domain());
    } else {
      domains.put(each.domain(), each.configuration());
    }
  }

  /** Notes that an entry names a staged commit. */
  void staged(String object) {
    staged.add(object);
  }

  boolean isStaged(String object) {
    return staged.contains(object);
  }

  /** The totals of this version; null if they are not known. */
  @Nullable Checksum totals() {
    Protocol knownProtocol = protocol;
    Metadata knownMetadata = metadata;
    return lost || knownProtocol == null || knownMetadata == null
        ? null
        : new Checksum(sizeBytes, files.size(), knownMetadata, knownProtocol);
  }
}
