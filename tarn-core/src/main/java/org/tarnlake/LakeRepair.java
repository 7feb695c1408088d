package org.tarnlake;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;
import org.tarnlake.maintenance.Repair;
import org.tarnlake.maintenance.RepairStep;
import org.tarnlake.store.LocalStore;
import org.tarnlake.store.ObjectStore;

/**
 * Brings the folders of a lake's tables back to what the lake's log says, after they were copied,
 * restored or changed without it. Stateless.
 *
 * <p>What the log does not vouch for is moved to {@code _tarn/lost+found/}, never deleted; a
 * ratified commit that is missing or different is published again. No log entry and no data file is
 * touched: where these are gone only a backup helps. Others may use the lake meanwhile: a table to
 * which they committed since, or that left the lake, is left alone.
 */
public final class LakeRepair {
  private LakeRepair() {}

  /**
   * One thing that is done, or that cannot be mended here.
   *
   * @param object the object concerned
   * @param reason why it has to be
   */
  public record Step(Action action, String object, String reason) {
    public Step {
      Objects.requireNonNull(action, "action");
      Objects.requireNonNull(object, "object");
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** What a step does. */
  public enum Action {
    /** The object is moved to {@code _tarn/lost+found/}. */
    MOVE_ASIDE,
    /** The object is written from the lake's log. */
    PUBLISH,
    /** Only a backup can mend it. */
    LEAVE
  }

  /**
   * What {@link #run} would do; empty if there is nothing to do. Changes nothing.
   *
   * @throws InvalidDataException if the folder is no lake
   * @throws CorruptionException if the lake's own log is damaged: restore it from a backup
   */
  public static List<Step> plan(Path folder) {
    try (ObjectStore store = LocalStore.open(folder)) {
      return steps(Repair.plan(store, Environment.system()));
    } catch (IOException e) {
      throw cannotOpen(folder, e);
    }
  }

  /**
   * Does what {@link #plan} tells, and returns it.
   *
   * @throws StorageException if the store fails; what was done so far is no harm
   */
  public static List<Step> run(Path folder) {
    try (ObjectStore store = LocalStore.open(folder)) {
      return steps(Repair.run(store, Environment.system()));
    } catch (IOException e) {
      throw cannotOpen(folder, e);
    }
  }

  private static InvalidDataException cannotOpen(Path folder, IOException e) {
    return new InvalidDataException(
        "cannot open a lake in %s: %s".formatted(folder, e.getMessage()), e);
  }

  private static List<Step> steps(List<RepairStep> steps) {
    return steps.stream()
        .map(step -> new Step(Action.valueOf(step.kind().name()), step.object(), step.why()))
        .toList();
  }
}
