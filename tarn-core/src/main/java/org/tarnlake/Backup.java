package org.tarnlake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.tarnlake.argument.Argument;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.LostLake;
import org.tarnlake.maintenance.backup.LakeBackup;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.local.LocalStore;

/**
 * A copy of a lake, made while others write to it. Immutable.
 *
 * <p>The copy is of one lake version, the newest when it begins, with all older ones. It is the
 * same lake: it can be opened, read and written, and is restored by using it, or by a backup of it
 * into an empty folder. Made again into the same folder, only what is new is copied; a folder that
 * somebody wrote to meanwhile is refused. Only what the lake's log vouches for is copied. Where a
 * folder was used again for another table, what the copy had there of the table before is moved
 * aside, into {@code _tarn/lost+found/}. Of files outside the lake nothing is copied.
 *
 * @param version the lake version of the copy
 * @param objects how many objects were copied this time
 * @param bytes the bytes of these
 * @param leftOut what lies in the lake's folders and was not copied, since its log does not vouch
 *     for it: the lake is to be checked
 * @param findings what the check found in the copy, which looked at the logs and at the sizes of
 *     data files
 */
public record Backup(
    long version, long objects, long bytes, List<Finding> leftOut, List<Finding> findings) {
  public Backup {
    leftOut = Argument.copy(leftOut, "leftOut", "names of objects");
    findings = Argument.copy(findings, "findings", "Findings");
  }

  /** Takes note of how much has been copied. */
  @FunctionalInterface
  public interface Progress {
    /** Called after each object, by one thread at a time. */
    void copied(long objects, long bytes);
  }

  /**
   * Copies the lake, or the Delta table, in a folder. What fails half-way is finished by calling
   * this again.
   *
   * @param target a folder that is made, or is empty, or has an earlier backup of the same lake
   * @throws InvalidDataException if there is no lake, or the target holds anything else
   * @throws StorageException if a disk fails
   * @throws CorruptionException if the lake, or the backup that is there, is damaged
   */
  public static Backup of(Path lake, Path target, Progress progress) {
    Argument.require(lake, "lake", "a path");
    Argument.require(target, "target", "a path");
    Argument.require(progress, "progress", "a Progress");
    Path from = real(lake.toAbsolutePath().normalize());
    Path to = real(target.toAbsolutePath().normalize());
    if (from.startsWith(to) || to.startsWith(from)) {
      throw within(lake, target);
    }
    try (ObjectStore source = LocalStore.open(lake)) {
      LakeBackup.requireLake(source);
      if (!Files.exists(to.resolve(LakeNames.IDENTITY))) {
        LostLake.requireNoneAround(to);
      }
      try (ObjectStore copy = LocalStore.create(target)) {
        return of(source, copy, Environment.system(), progress);
      }
    } catch (NoSuchFileException e) {
      throw new InvalidDataException("there is no lake in %s".formatted(lake), e);
    } catch (IOException e) {
      throw failed(lake, target, e);
    }
  }

  /** As {@link #of(Path, Path, Progress)}, between two addresses, see {@link Stores}. */
  public static Backup of(String lake, String target, Progress progress) {
    Argument.require(target, "target", "a String");
    Path from = Stores.folder(lake);
    Path to = Stores.folder(target);
    if (from != null && to != null) {
      return of(from, to, progress);
    }
    try (ObjectStore source = Stores.open(lake)) {
      LakeBackup.requireLake(source);
      try (ObjectStore copy = Stores.target(target)) {
        String one = source.location() + "/";
        String other = copy.location() + "/";
        if (one.startsWith(other) || other.startsWith(one)) {
          throw within(lake, target);
        }
        Stores.requireNoneAbove(target, copy);
        return of(source, copy, Environment.system(), progress);
      }
    } catch (IOException e) {
      throw failed(lake, target, e);
    }
  }

  /** A path without links, as far as it exists. */
  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      Path parent = path.getParent();
      Path name = path.getFileName();
      return parent == null || name == null ? path : real(parent).resolve(name);
    }
  }

  private static InvalidDataException within(Object lake, Object target) {
    return new InvalidDataException(
        "%s and %s lie within one another; give a folder outside the lake".formatted(lake, target));
  }

  private static StorageException failed(Object lake, Object target, IOException e) {
    return new StorageException(
        "cannot back up %s to %s: %s".formatted(lake, target, e.getMessage()), e);
  }

  /** As {@link #of(Path, Path, Progress)}, between two stores. */
  public static Backup of(
      ObjectStore lake, ObjectStore target, Environment environment, Progress progress) {
    Argument.require(lake, "lake", "an ObjectStore");
    Argument.require(target, "target", "an ObjectStore");
    Argument.require(environment, "environment", "an Environment");
    Argument.require(progress, "progress", "a Progress");
    LakeBackup.Outcome outcome = LakeBackup.run(lake, target, environment, progress::copied);
    return new Backup(
        outcome.version(),
        outcome.objects(),
        outcome.bytes(),
        Finding.of(outcome.leftOut()),
        Finding.of(outcome.findings()));
  }
}
