package org.tarnlake.maintenance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.LakeState;
import org.tarnlake.lake.LogLoader;
import org.tarnlake.lake.StoreReads;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.table.DeltaNames;

/**
 * Copies a lake, or a Delta table of its own, while others write to it. One thread at a time.
 *
 * <p>The copy is of one lake version, the newest when it begins. What names an object is copied
 * after it: data files and staged commits; the lake's identity and its entries in their order; then
 * what is published of them, and checkpoints; hints last. So the target is a lake at every moment,
 * of an older version until the last entry is there, and whoever is killed half-way is followed by
 * whoever runs the same again. Invariant: the target's log is never behind the logs of its tables.
 *
 * <p>The target is empty, or an earlier backup of the same lake to which nobody wrote; anything
 * else is refused by name, before anything is copied.
 */
public final class LakeBackup {
  private final ObjectStore lake;
  private final ObjectStore target;
  private final Environment environment;
  private final BackupObjects objects;

  /** Takes note of what a backup has copied so far. Called by many threads, one at a time. */
  @FunctionalInterface
  public interface Progress {
    void copied(long objects, long bytes);
  }

  /**
   * What a backup did.
   *
   * @param version of the lake, or of the table, that the target has now
   * @param objects how many were copied
   * @param findings of the check of the target, data files by their sizes
   */
  public record Outcome(long version, long objects, long bytes, List<Report.Item> findings) {
    public Outcome {
      findings = List.copyOf(findings);
    }
  }

  private LakeBackup(
      ObjectStore lake, ObjectStore target, Environment environment, Progress progress) {
    this.lake = lake;
    this.target = target;
    this.environment = environment;
    this.objects = new BackupObjects(lake, target, environment, progress);
  }

  /**
   * Copies to a target what it lacks, and checks it.
   *
   * @throws InvalidDataException if there is no lake, or the target holds something else
   * @throws org.tarnlake.error.StorageException if a store fails; to be run again
   */
  public static Outcome run(
      ObjectStore lake, ObjectStore target, Environment environment, Progress progress) {
    LakeBackup backup = new LakeBackup(lake, target, environment, progress);
    LakeLog log = LogLoader.open(lake, environment);
    if (log.isStandalone()) {
      backup.table(log.latest().version());
    } else {
      backup.lake(log);
    }
    return new Outcome(
        log.latest().version(),
        backup.objects.objects(),
        backup.objects.bytes(),
        LakeCheck.logs(target));
  }

  /** Throws InvalidDataException if a store holds neither a lake nor a Delta table. */
  public static void requireLake(ObjectStore store) {
    if (!LogLoader.isTable(store)) {
      LogLoader.identity(store);
    }
  }

  private void lake(LakeLog log) {
    LakeState pinned = log.latest();
    LakeState before = before(pinned);
    BackupTables tables = new BackupTables(before);
    long first = before == null ? 1 : before.version() + 1;
    for (long version = first; version <= pinned.version(); version++) {
      tables.apply(log.read(version));
    }
    // Before the tables: whatever a lake checkpoint counts as published is listed with them.
    Log entries = Log.list(lake, pinned.version());
    List<BackupFolder> early = new ArrayList<>();
    List<BackupFolder> folders = new ArrayList<>();
    for (BackupTables.Place place : tables.places()) {
      BackupFolder folder = BackupFolder.list(lake, place.location(), place.version());
      refuseBeyond(folder.beyond(objects.inTarget().keySet()));
      folders.add(folder);
      early.add(folder.upTo(place.attachedVersion()));
    }
    if (before == null) {
      Set<String> locations =
          folders.stream().map(BackupFolder::location).collect(Collectors.toSet());
      refuseOthers(name -> name.startsWith("_tarn/") || isWithin(locations, name));
    }
    List<List<ObjectInfo>> commits = missingEach(folders.stream().map(BackupFolder::commits));
    List<ObjectInfo> derived = missing(folders.stream().flatMap(f -> f.derived().stream()));

    objects.inParallel(missing(folders.stream().flatMap(folder -> folder.data().stream())));
    objects.inParallel(missing(early.stream().flatMap(folder -> folder.derived().stream())));
    objects.inOrder(missingEach(early.stream().map(BackupFolder::commits)));
    objects.inOrder(List.of(missing(entries.identity.stream())));
    objects.inOrder(List.of(missing(entries.entries.stream())));
    objects.inOrder(commits);
    objects.inParallel(derived);
    objects.inOrder(List.of(missing(entries.checkpoints.stream())));
    folders.forEach(this::hint);
    byte[] hint = StoreReads.find(lake, LakeNames.LAST_CHECKPOINT);
    if (hint != null && LogLoader.hint(hint) <= pinned.version()) {
      objects.hint(LakeNames.LAST_CHECKPOINT, hint);
    }
  }

  /** What lies under {@code _tarn}, up to a lake version. */
  private record Log(
      List<ObjectInfo> identity, List<ObjectInfo> entries, List<ObjectInfo> checkpoints) {
    static Log list(ObjectStore store, long version) {
      Log log = new Log(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      for (ObjectInfo each : StoreReads.list(store, "_tarn/", "")) {
        long entry = LakeNames.entryVersion(each.name());
        long checkpoint = LakeNames.checkpointVersion(each.name());
        if (each.name().equals(LakeNames.IDENTITY)) {
          log.identity.add(each);
        } else if (entry > 0 && entry <= version) {
          log.entries.add(each);
        } else if (checkpoint > 0 && checkpoint <= version) {
          log.checkpoints.add(each);
        }
      }
      log.entries.sort(Comparator.comparing(ObjectInfo::name));
      return log;
    }
  }

  /** The state of an earlier backup; null if there is none. */
  private @Nullable LakeState before(LakeState pinned) {
    byte[] there = StoreReads.find(target, LakeNames.IDENTITY);
    if (there == null) {
      return null;
    }
    if (!Arrays.equals(there, StoreReads.get(lake, LakeNames.IDENTITY))) {
      throw new InvalidDataException(
          "%s is another lake than %s; give a folder that is empty or an earlier backup of it"
              .formatted(target.location(), lake.location()));
    }
    for (String name : objects.inTarget().keySet()) {
      refuseBeyond(
          LakeNames.entryVersion(name) > pinned.version()
                  || LakeNames.checkpointVersion(name) > pinned.version()
              ? name
              : null);
    }
    LakeState before = LogLoader.open(target, environment).latest();
    String newest = LakeNames.entry(before.version());
    if (before.version() > 0
        && !Arrays.equals(StoreReads.get(target, newest), StoreReads.get(lake, newest))) {
      throw objects.different(newest);
    }
    return before;
  }

  private void refuseBeyond(@Nullable String name) {
    if (name != null) {
      throw objects.different(name);
    }
  }

  private static boolean isWithin(Set<String> folders, String name) {
    for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
      if (folders.contains(name.substring(0, slash))) {
        return true;
      }
    }
    return false;
  }

  /** Of a target that is no lake yet: it may hold what a backup left that did not come so far. */
  private void refuseOthers(Predicate<String> isKnown) {
    for (String name : objects.inTarget().keySet()) {
      if (!isKnown.test(name)) {
        throw new InvalidDataException(
            "%s is neither empty nor a backup of %s: it holds %s; give another folder"
                .formatted(target.location(), lake.location(), name));
      }
    }
  }

  /** A Delta table of its own, whose commits are the log. */
  private void table(long version) {
    BackupFolder folder = BackupFolder.list(lake, "", version);
    Map<String, Long> there = objects.inTarget();
    refuseBeyond(folder.beyond(there.keySet()));
    boolean isBackup = LogLoader.isTable(target) && !LogLoader.isLake(target);
    if (!isBackup) {
      Set<String> known = folder.all().stream().map(ObjectInfo::name).collect(Collectors.toSet());
      refuseOthers(known::contains);
    }
    for (int i = folder.commits().size() - 1; i >= 0; i--) {
      String name = folder.commits().get(i).name();
      if (there.containsKey(name)) {
        if (!Arrays.equals(StoreReads.get(target, name), StoreReads.get(lake, name))) {
          throw objects.different(name);
        }
        break;
      }
    }
    List<ObjectInfo> derived = missing(folder.derived().stream());
    objects.inParallel(missing(folder.data().stream()));
    objects.inParallel(derived);
    objects.inOrder(List.of(missing(folder.commits().stream())));
    hint(folder);
  }

  private void hint(BackupFolder folder) {
    byte[] hint = folder.hint(lake);
    if (hint != null) {
      objects.hint(DeltaNames.lastCheckpoint(folder.location()), hint);
    }
  }

  private List<ObjectInfo> missing(Stream<ObjectInfo> all) {
    return all.filter(objects::isMissing).toList();
  }

  private List<List<ObjectInfo>> missingEach(Stream<List<ObjectInfo>> lists) {
    return lists.map(list -> missing(list.stream())).toList();
  }
}
