package org.tarnlake.simulation;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tarnlake.lake.CarriedFile;
import org.tarnlake.lake.CatalogChange;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.Lag;
import org.tarnlake.lake.LakeCheckpoint;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.LogEntry;
import org.tarnlake.lake.LogEntryCodec;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.table.action.Action;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeltaNames;

/**
 * What must hold at every moment of a lake's life, checked as each object appears or goes. Guarded
 * by the baton.
 *
 * <ol>
 *   <li>An entry follows the one before it, and the data files that it names are there.
 *   <li>A table's version is published only after it was ratified, as it was, and after the version
 *       before it.
 *   <li>A lake checkpoint appears only when all up to its version is published, a table's when its
 *       version is.
 *   <li>No data file that an entry names is ever deleted, and nothing of a log.
 *   <li>Nothing but hints is ever replaced.
 * </ol>
 */
final class StoreRules {
  private static final Pattern PUBLISHED = Pattern.compile("(.*)/_delta_log/([0-9]{20})\\.json");
  private static final Pattern TABLE_CHECKPOINT =
      Pattern.compile("(.*)/_delta_log/([0-9]{20})\\.checkpoint\\.parquet");

  private final MemoryStore objects;
  private final Consumer<String> violated;

  /** The locations of all tables, dropped ones too, by id. */
  private final Map<String, String> locations;

  /** What was ratified, by the name under which it is to be published. */
  private final Map<String, Ratified> ratified;

  /** The files that travel in entries. */
  private final Map<String, byte[]> contents = new HashMap<>();

  private final Set<String> liveFiles;

  private @Nullable LogEntry newestEntry;
  private List<AddedFile> newestFiles = List.of();

  /**
   * A commit that an entry holds.
   *
   * @param files those that travel with it
   */
  private record Ratified(long lakeVersion, byte[] lines, List<String> files) {}

  /** A data file that an entry names first. */
  record AddedFile(String object, long sizeBytes) {}

  StoreRules(MemoryStore objects, Consumer<String> violated) {
    this(objects, violated, new HashMap<>(), new HashMap<>(), new HashSet<>());
  }

  private StoreRules(
      MemoryStore objects,
      Consumer<String> violated,
      Map<String, String> locations,
      Map<String, Ratified> ratified,
      Set<String> liveFiles) {
    this.objects = objects;
    this.violated = violated;
    this.locations = locations;
    this.ratified = ratified;
    this.liveFiles = liveFiles;
  }

  /** The same knowledge of a copy of the objects. */
  StoreRules copy(MemoryStore copied, Consumer<String> told) {
    StoreRules copy =
        new StoreRules(
            copied,
            told,
            new HashMap<>(locations),
            new HashMap<>(ratified),
            new HashSet<>(liveFiles));
    copy.contents.putAll(contents);
    return copy;
  }

  /** An object has appeared. */
  void created(String name, byte[] content) {
    if (LakeNames.entryVersion(name) > 0) {
      entry(LakeNames.entryVersion(name), content);
    } else if (LakeNames.checkpointVersion(name) > 0) {
      checkpoint(LakeNames.checkpointVersion(name), content);
    } else {
      Matcher published = PUBLISHED.matcher(name);
      if (published.matches()) {
        published(name, published.group(1), Long.parseLong(published.group(2)), content);
      }
      Matcher table = TABLE_CHECKPOINT.matcher(name);
      if (table.matches()
          && !exists(DeltaNames.commit(table.group(1), Long.parseLong(table.group(2))))) {
        violated.accept(name + " appears before its version is published");
      }
    }
  }

  private void entry(long version, byte[] content) {
    if (version > 1 && !exists(LakeNames.entry(version - 1))) {
      violated.accept("entry %d appears without the one before it".formatted(version));
    }
    LogEntry entry = LogEntryCodec.decode(version, content);
    newestEntry = entry;
    newestFiles = new ArrayList<>();
    for (CatalogChange change : entry.changes()) {
      if (change instanceof CatalogChange.CreateTable create) {
        locations.put(create.tableId(), create.location());
      }
    }
    for (TableCommit commit : entry.tableCommits()) {
      String location = String.valueOf(locations.get(commit.tableId()));
      CommitLines lines = lines(commit);
      List<String> files = new ArrayList<>();
      for (CarriedFile file : commit.files()) {
        files.add(DeltaNames.dataFile(location, file.path()));
        contents.put(DeltaNames.dataFile(location, file.path()), file.content());
      }
      ratified.put(
          DeltaNames.commit(location, commit.version()),
          new Ratified(version, lines.bytes(), files));
      for (Action action : lines.actions("entry " + version, 1)) {
        if (action instanceof AddFile add) {
          String file = DeltaNames.dataFile(location, add.path());
          if (liveFiles.add(file)) {
            newestFiles.add(new AddedFile(file, add.sizeBytes()));
          }
          if (!contents.containsKey(file) && !exists(file)) {
            violated.accept("entry %d names %s, which is not there".formatted(version, file));
          }
        }
      }
    }
  }

  private CommitLines lines(TableCommit commit) {
    CommitLines inline = commit.lines();
    if (inline != null) {
      return inline;
    }
    try {
      return CommitLines.ofBytes(objects.get(String.valueOf(commit.staged())));
    } catch (IOException e) {
      violated.accept("staged commit %s is not there".formatted(commit.staged()));
      return CommitLines.of(List.of());
    }
  }

  private void published(String name, String location, long version, byte[] content) {
    Ratified entry = ratified.get(name);
    if (entry == null) {
      violated.accept(name + " is published before it is ratified");
    } else if (!Arrays.equals(entry.lines, content)) {
      violated.accept(name + " is published otherwise than it was ratified");
    } else if (version > 0 && !exists(DeltaNames.commit(location, version - 1))) {
      violated.accept(name + " is published before the version before it");
    }
    for (String file : entry == null ? List.<String>of() : entry.files) {
      if (!exists(file)) {
        violated.accept("%s is published before %s".formatted(name, file));
      }
    }
  }

  private void checkpoint(long version, byte[] content) {
    if (!exists(LakeNames.entry(version))) {
      violated.accept("checkpoint %d appears before its entry".formatted(version));
    }
    LakeCheckpoint.Content checkpoint = LakeCheckpoint.decode(version, content);
    Set<String> lagging = checkpoint.lags().stream().map(Lag::tableId).collect(Collectors.toSet());
    for (CatalogTable table : checkpoint.state().catalog().tables()) {
      if (!exists(DeltaNames.commit(table.location(), table.version()))
          && !lagging.contains(table.id())) {
        violated.accept(
            "checkpoint %d appears, and version %d of %s is not published"
                .formatted(version, table.version(), table.location()));
      }
    }
  }

  /** An object goes. */
  void deleted(String name) {
    if (liveFiles.contains(name)
        || (name.startsWith("_tarn/") && !isClock(name))
        || PUBLISHED.matcher(name).matches()
        || TABLE_CHECKPOINT.matcher(name).matches()) {
      violated.accept(name + " is deleted");
    }
  }

  /** An object is about to be replaced. */
  void replaced(String name) {
    if (!name.endsWith(".crc")
        && !name.equals(LakeNames.LAST_CHECKPOINT)
        && !name.endsWith("/_delta_log/_last_checkpoint")
        && !isClock(name)) {
      violated.accept(name + " is replaced");
    }
  }

  /** Whether an object is there for a moment only, to tell the store's time. */
  private static boolean isClock(String name) {
    return name.startsWith("_tarn/clock-");
  }

  /** The entry that appeared last. */
  LogEntry newestEntry() {
    return Objects.requireNonNull(newestEntry);
  }

  /** The data files that it names and none before it. */
  /** The content of a file that travelled in an entry; null of any other. */
  byte @Nullable [] content(String object) {
    return contents.get(object);
  }

  List<AddedFile> newestFiles() {
    return newestFiles;
  }

  /** The names of what was ratified up to a lake version and is not published. */
  List<String> unpublished(long lakeVersion) {
    return ratified.entrySet().stream()
        .filter(each -> each.getValue().lakeVersion <= lakeVersion && !exists(each.getKey()))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private boolean exists(String name) {
    try {
      objects.size(name);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
