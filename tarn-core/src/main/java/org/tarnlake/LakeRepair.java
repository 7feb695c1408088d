package org.tarnlake;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tarnlake.argument.Argument;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.maintenance.check.LakeCheck;
import org.tarnlake.maintenance.check.Report;
import org.tarnlake.maintenance.repair.Repair;
import org.tarnlake.maintenance.repair.RepairStep;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.table.action.DeltaNames;

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
  private static final String OPENING = "open a lake in";

  private LakeRepair() {}

  /**
   * One thing that is done, or that cannot be mended here.
   *
   * @param object the object concerned
   * @param reason why it has to be
   */
  public record Step(Action action, String object, String reason) {
    public Step {
      Argument.require(action, "action", "an Action");
      Argument.require(object, "object", "an object's name");
      Argument.require(reason, "reason", "a text");
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
   * What came of a repair, or would.
   *
   * @param damages that a check of the logs finds then: only a backup mends them
   */
  public record Outcome(List<Step> steps, List<Finding> damages) {
    public Outcome {
      steps = Argument.copy(steps, "steps", "Steps");
      damages = Argument.copy(damages, "damages", "Findings");
    }
  }

  /**
   * What {@link #run} would do and leave. Changes nothing.
   *
   * @param readable folders that may be read besides, as in {@link Lake#open(Path, Path...)}
   * @throws InvalidDataException if the folder is no lake
   * @throws CorruptionException if the lake's own log is damaged: restore it from a backup
   */
  public static Outcome plan(Path folder, Path... readable) {
    requireNoTableOfALake(folder);
    return Stores.ask(OPENING, folder, LakeRepair::plan, readable);
  }

  /** As {@link #plan(Path, Path...)}, in a store. */
  public static Outcome plan(ObjectStore store) {
    Argument.require(store, "store", "an ObjectStore");
    List<RepairStep> plan = Repair.plan(store, Environment.system());
    return outcome(plan, Repair.wouldLeave(store, Environment.system()));
  }

  /**
   * Does what {@link #plan} tells, and returns what was done and left. Run again, it finishes what
   * was killed half-way. An object that the store does not move or write is left and told.
   *
   * @param readable folders that may be read besides, as in {@link Lake#open(Path, Path...)}
   * @throws StorageException if the store fails; what was done so far is no harm
   */
  public static Outcome run(Path folder, Path... readable) {
    requireNoTableOfALake(folder);
    return Stores.ask(OPENING, folder, LakeRepair::run, readable);
  }

  /** As {@link #run(Path, Path...)}, in a store. */
  public static Outcome run(ObjectStore store) {
    Argument.require(store, "store", "an ObjectStore");
    List<RepairStep> done = Repair.run(store, Environment.system());
    return outcome(done, LakeCheck.logs(store));
  }

  /** A table's own log has nothing to be compared with, unless it is in a lake. */
  private static void requireNoTableOfALake(Path folder) {
    Path table = Argument.require(folder, "folder", "a path").toAbsolutePath().normalize();
    if (Files.exists(table.resolve(LakeNames.IDENTITY))
        || !Files.isDirectory(table.resolve(DeltaNames.log("")))) {
      return;
    }
    for (Path each = table.getParent(); each != null; each = each.getParent()) {
      if (Files.exists(each.resolve(LakeNames.IDENTITY))) {
        throw new InvalidDataException(
            "%s is the folder of a table inside the lake %s; run 'tarn repair %s'"
                .formatted(folder, each, each));
      }
    }
  }

  private static Outcome outcome(List<RepairStep> steps, List<Report.Item> left) {
    return new Outcome(steps(steps), Finding.of(left).stream().filter(Finding::isDamage).toList());
  }

  private static List<Step> steps(List<RepairStep> steps) {
    return steps.stream()
        .map(step -> new Step(Action.valueOf(step.kind().name()), step.object(), step.why()))
        .toList();
  }
}
