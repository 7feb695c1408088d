package org.tarnlake.maintenance;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tarnlake.env.Environment;
import org.tarnlake.env.Parallel;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;
import org.tarnlake.lake.StoreReads;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.Upload;

/**
 * The objects of a lake and of its backup, and the copying of those that the backup lacks. Objects
 * are immutable: one that is there in the same size is not copied again. Safe for many threads.
 */
final class BackupObjects {
  private static final int PARALLEL_COPIES = 8;
  private static final int PIECE_BYTES = 8 << 20;

  private final ObjectStore lake;
  private final ObjectStore target;
  private final Environment environment;
  private final LakeBackup.Progress progress;
  private final Map<String, Long> copied = new HashMap<>();

  // Guarded by this.
  private long objects;
  private long bytes;

  BackupObjects(
      ObjectStore lake, ObjectStore target, Environment environment, LakeBackup.Progress progress) {
    this.lake = lake;
    this.target = target;
    this.environment = environment;
    this.progress = progress;
    for (ObjectInfo each : StoreReads.list(target, "", "")) {
      copied.put(each.name(), each.sizeBytes());
    }
  }

  /** Names and sizes of what the target held at the beginning. */
  Map<String, Long> inTarget() {
    return copied;
  }

  /** Whether an object is to be copied. Throws InvalidDataException if another one has its name. */
  boolean isMissing(ObjectInfo object) {
    Long size = copied.get(object.name());
    if (size != null && size != object.sizeBytes()) {
      throw different(object.name());
    }
    return size == null;
  }

  /** That an object of the target is not the lake's. */
  InvalidDataException different(String name) {
    return new InvalidDataException(
        "%s in %s is not the one of %s: somebody wrote to the backup; give another folder, or keep this one as a lake of its own"
            .formatted(name, target.location(), lake.location()));
  }

  /** Copies objects, several at a time, in any order. */
  void inParallel(List<ObjectInfo> list) {
    List<Runnable> tasks = list.stream().<Runnable>map(each -> () -> copy(each)).toList();
    Parallel.run(environment.background(), PARALLEL_COPIES, tasks);
  }

  /** Copies lists of objects, several lists at a time, each in its order. */
  void inOrder(List<List<ObjectInfo>> lists) {
    List<Runnable> tasks =
        lists.stream().<Runnable>map(list -> () -> list.forEach(this::copy)).toList();
    Parallel.run(environment.background(), PARALLEL_COPIES, tasks);
  }

  /** Copies an object, unless it is gone meanwhile: whether it should be there the check tells. */
  private void copy(ObjectInfo object) {
    String name = object.name();
    try {
      boolean created =
          object.sizeBytes() <= PIECE_BYTES
              ? target.putIfAbsent(name, lake.get(name))
              : copyInPieces(object);
      if (!created && target.size(name) != object.sizeBytes()) {
        throw different(name);
      }
      count(object.sizeBytes());
    } catch (NoSuchFileException e) {
      count(0);
    } catch (IOException e) {
      throw failed(name, e);
    }
  }

  private boolean copyInPieces(ObjectInfo object) throws IOException {
    try (Upload upload = target.upload(object.name())) {
      while (upload.sizeBytes() < object.sizeBytes()) {
        byte[] piece = lake.getRange(object.name(), upload.sizeBytes(), PIECE_BYTES);
        if (piece.length == 0) {
          throw new IOException("it ends after " + upload.sizeBytes() + " bytes");
        }
        upload.write(piece);
      }
      return upload.commit();
    }
  }

  /** Copies the newest hint, which may be replaced; what it says need not be true. */
  void hint(String name, byte[] content) {
    try {
      target.put(name, content);
    } catch (IOException e) {
      throw failed(name, e);
    }
  }

  private StorageException failed(String name, IOException e) {
    return new StorageException(
        "cannot copy %s from %s to %s: %s; run the backup again, which goes on from there"
            .formatted(name, lake.location(), target.location(), e.getMessage()),
        e);
  }

  private synchronized void count(long sizeBytes) {
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
