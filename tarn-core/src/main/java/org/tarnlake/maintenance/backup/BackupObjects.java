package org.tarnlake.maintenance.backup;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.maintenance.check.Report;
import org.tarnlake.maintenance.copy.LostAndFound;
import org.tarnlake.maintenance.copy.Pieces;
import org.tarnlake.store.ForbiddenPathException;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.work.Parallel;

/**
 * The objects of a lake and of its backup, and the copying of those that the backup lacks. Objects
 * are immutable: one that is there in the same size is not copied again. Safe for many threads.
 */
final class BackupObjects {
  private static final int PARALLEL_COPIES = 8;
  private static final String AGAIN = "run the backup again, which goes on from there";

  private final ObjectStore lake;
  private final ObjectStore target;
  private final Environment environment;
  private final LakeBackup.Progress progress;
  private final ConcurrentNavigableMap<String, Long> copied = new ConcurrentSkipListMap<>();
  private final LostAndFound lostAndFound;

  // Guarded by this.
  private final Report leftOut = new Report();
  private long objects;
  private long bytes;

  BackupObjects(
      ObjectStore lake, ObjectStore target, Environment environment, LakeBackup.Progress progress) {
    this.lake = lake;
    this.target = target;
    this.environment = environment;
    this.progress = progress;
    for (ObjectInfo each : StoreAccess.list(target, "", "")) {
      copied.put(each.name(), each.sizeBytes());
    }
    this.lostAndFound = new LostAndFound(target);
  }

  /** The names of what the target has. */
  Set<String> inTarget() {
    return copied.keySet();
  }

  /** The names of what the target has in a folder, which is written with a slash at its end. */
  Set<String> inFolder(String folder) {
    // The character after the slash.
    return copied.subMap(folder, folder.substring(0, folder.length() - 1) + '0').keySet();
  }

  boolean has(String name) {
    return copied.containsKey(name);
  }

  /** Whether an object is to be copied. Throws InvalidDataException if another one has its name. */
  boolean isMissing(ObjectInfo object) {
    Long size = copied.get(object.name());
    if (size != null && size != object.sizeBytes()) {
      throw different(object.name());
    }
    return size == null;
  }

  /** Whether the target has an object with the same bytes. */
  boolean isCopied(ObjectInfo object) {
    Long size = copied.get(object.name());
    if (size == null || size != object.sizeBytes()) {
      return false;
    }
    String name = object.name();
    return StoreAccess.ask(copying(name), AGAIN, () -> Pieces.isSame(lake, name, target, name));
  }

  /** That an object of the target is not the lake's. */
  InvalidDataException different(String name) {
    return new InvalidDataException(
        "%s in %s differs from what the log of %s says; give a new folder"
            .formatted(name, target.location(), lake.location()));
  }

  /** That the target holds what no backup of the lake puts there. */
  InvalidDataException strange(String name) {
    return new InvalidDataException(
        "%s is neither empty nor a backup of %s: it holds %s; give another folder"
            .formatted(target.location(), lake.location(), name));
  }

  /** Marks the target as no lake yet, which a backup is to be run for again. */
  void begin() {
    hint(LakeNames.UNFINISHED_BACKUP, new byte[0]);
    copied.put(LakeNames.UNFINISHED_BACKUP, 0L);
  }

  /** Takes that mark away, if there is one: the target is a lake. */
  void end() {
    String mark = LakeNames.UNFINISHED_BACKUP;
    if (copied.remove(mark) != null) {
      StoreAccess.ask(copying(mark), AGAIN, () -> target.delete(mark));
    }
  }

  /** Copies objects, several at a time, in any order. */
  void inParallel(List<ObjectInfo> list) {
    each(list.stream().<Runnable>map(object -> () -> copy(object)).toList());
  }

  /** Copies objects one after the other. */
  void inOrder(List<ObjectInfo> list) {
    list.forEach(this::copy);
  }

  /** Runs tasks, several at a time. */
  void each(List<Runnable> tasks) {
    Parallel.run(environment.background(), PARALLEL_COPIES, tasks);
  }

  /**
   * Copies an object, unless it is gone meanwhile, or a link or a device that nobody may read:
   * whether it should be there the check tells.
   */
  private void copy(ObjectInfo object) {
    String name = object.name();
    Boolean isRight = StoreAccess.askIfThere(copying(name), AGAIN, () -> isCopiedNow(object));
    if (isRight == null) {
      return;
    }
    if (!isRight) {
      throw different(name);
    }
    count(name, object.sizeBytes());
  }

  private boolean isCopiedNow(ObjectInfo object) throws IOException {
    String name = object.name();
    try {
      return target.copy(lake, name, name) || target.size(name) == object.sizeBytes();
    } catch (ForbiddenPathException e) {
      requireForbidden(name, e);
      leaveOut(name, String.valueOf(e.getMessage()));
      throw new NoSuchFileException(name);
    }
  }

  /** That it is the lake's object that may not be read, and not the target's to be written. */
  private void requireForbidden(String name, ForbiddenPathException e) throws IOException {
    try {
      lake.size(name);
    } catch (ForbiddenPathException again) {
      return;
    }
    throw e;
  }

  /** Takes note of an object of the lake that is not copied. */
  synchronized void leaveOut(String object, String why) {
    leftOut.note(object, "it was not copied: %s; run 'tarn check'".formatted(why));
  }

  synchronized List<Report.Item> leftOut() {
    return leftOut.items();
  }

  /** Puts what is known to belong there. Throws InvalidDataException if something else is there. */
  void put(String name, byte[] content) {
    if (!has(name)
        && StoreAccess.ask(copying(name), AGAIN, () -> target.putIfAbsent(name, content))) {
      count(name, content.length);
    } else if (!Arrays.equals(
        StoreAccess.ask(copying(name), AGAIN, () -> target.get(name)), content)) {
      throw different(name);
    }
  }

  /** Copies the newest hint, which may be replaced; what it says need not be true. */
  void hint(String name, byte[] content) {
    StoreAccess.ask(copying(name), AGAIN, () -> target.put(name, content));
  }

  /** Moves an object of the target, which the lake's log does not know there, aside. */
  void setAside(String name) {
    StoreAccess.ask(copying(name), AGAIN, () -> lostAndFound.move(name, () -> true));
    copied.remove(name);
  }

  private String copying(String name) {
    return "copy %s from %s to %s".formatted(name, lake.location(), target.location());
  }

  private synchronized void count(String name, long sizeBytes) {
    copied.put(name, sizeBytes);
    objects++;
    bytes += sizeBytes;
    progress.copied(objects, bytes);
  }

  synchronized long objects() {
    return objects;
  }

  synchronized long bytes() {
    return bytes;
  }
}
