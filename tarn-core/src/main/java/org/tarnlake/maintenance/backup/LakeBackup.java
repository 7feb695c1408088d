package org.tarnlake.maintenance.backup;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LogLoader;
import org.tarnlake.maintenance.check.LakeCheck;
import org.tarnlake.maintenance.check.Report;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.DeltaNames;

/**
 * Copies a lake, or a Delta table of its own, while others write to it. One thread at a time.
 *
 * <p>The copy is of one version, the newest when it begins. What names an object is copied after
 * it, so that whoever is killed half-way is followed by whoever runs the same again. {@link
 * LakeCopy} says what is copied of a lake. Of a Delta table its own commits are the log, so that
 * all of them are copied as they are.
 *
 * <p>The target is empty, or an earlier backup of the same lake to which nobody wrote. A folder
 * with something else, another lake, or a log that goes on otherwise is refused by name before
 * anything is copied; an object that was altered is, when the backup comes to it.
 */
public final class LakeBackup {
  private final ObjectStore lake;
  private final ObjectStore target;
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
   * @param leftOut objects of the lake that were not copied, since its log does not vouch for them
   *     or nobody may read them
   * @param findings of the check of the target, data files by their sizes
   */
  public record Outcome(
      long version,
      long objects,
      long bytes,
      List<Report.Item> leftOut,
      List<Report.Item> findings) {
    public Outcome {
      leftOut = List.copyOf(leftOut);
      findings = List.copyOf(findings);
    }
  }

  private LakeBackup(
      ObjectStore lake, ObjectStore target, Environment environment, Progress progress) {
    this.lake = lake;
    this.target = target;
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
    long version = log.latest().version();
    BackupObjects objects = backup.objects;
    if (log.isStandalone()) {
      backup.table(version);
    } else {
      new LakeCopy(lake, target, environment, objects, log).run();
    }
    return new Outcome(
        version, objects.objects(), objects.bytes(), objects.leftOut(), LakeCheck.logs(target));
  }

  /** Throws InvalidDataException if a store holds neither a lake nor a Delta table. */
  public static void requireLake(ObjectStore store) {
    if (!LogLoader.isTable(store)) {
      LogLoader.identity(store);
    }
  }

  /** A Delta table of its own, whose commits are the log. */
  private void table(long version) {
    BackupFolder folder = BackupFolder.list(lake, "").upTo(version).withoutGap(lake, version);
    folder.strangers().forEach(objects::leaveOut);
    String newer = BackupFolder.firstAfter("", version, objects);
    if (newer != null) {
      throw objects.different(newer);
    }
    boolean isBackup = LogLoader.isTable(target) && !LogLoader.isLake(target);
    if (!isBackup) {
      Set<String> known = folder.all().stream().map(ObjectInfo::name).collect(Collectors.toSet());
      requireOnly(known::contains);
    }
    for (int i = folder.commits().size() - 1; i >= 0; i--) {
      String name = folder.commits().get(i).name();
      if (objects.has(name)) {
        if (!Arrays.equals(StoreAccess.get(target, name), StoreAccess.get(lake, name))) {
          throw objects.different(name);
        }
        break;
      }
    }
    List<ObjectInfo> derived = missing(folder.derived().stream());
    objects.inParallel(missing(folder.data().stream()));
    objects.inParallel(missing(folder.staged().stream()));
    objects.inParallel(derived);
    objects.inOrder(missing(folder.commits().stream()));
    byte[] hint = folder.hint(lake, objects);
    if (hint != null) {
      objects.hint(DeltaNames.lastCheckpoint(""), hint);
    }
  }

  /** Of a target that is no lake yet: it may hold what a backup left that did not come so far. */
  private void requireOnly(Predicate<String> isKnown) {
    for (String name : objects.inTarget()) {
      if (!isKnown.test(name)) {
        throw objects.strange(name);
      }
    }
  }

  private List<ObjectInfo> missing(Stream<ObjectInfo> all) {
    return all.filter(objects::isMissing).toList();
  }
}
