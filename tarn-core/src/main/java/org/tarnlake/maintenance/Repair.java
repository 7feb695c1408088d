package org.tarnlake.maintenance;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;
import org.tarnlake.error.TarnException;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.LakeCheckpoint;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.LakeState;
import org.tarnlake.lake.LogEntry;
import org.tarnlake.lake.LogLoader;
import org.tarnlake.lake.StoreReads;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;

/**
 * Brings the folders of a lake's tables back to what the lake's log says. One thread at a time;
 * others may use the lake meanwhile.
 *
 * <ol>
 *   <li>What the log does not vouch for is moved to {@code _tarn/lost+found/}, never deleted.
 *   <li>A commit that the log ratified and that is missing or different is published again.
 *   <li>Nothing else changes: no log entry, no data file. Where these are gone only a backup helps.
 * </ol>
 */
public final class Repair {
  private final ObjectStore store;
  private final LakeLog log;
  private final List<RepairStep> steps = new ArrayList<>();

  private Repair(ObjectStore store, LakeLog log) {
    this.store = store;
    this.log = log;
  }

  /**
   * What would be done; empty if there is nothing to do. Changes nothing.
   *
   * @throws InvalidDataException if the store holds no lake
   * @throws CorruptionException if the lake's log itself is damaged, which only a backup mends
   */
  public static List<RepairStep> plan(ObjectStore store, Environment environment) {
    return planned(store, environment).steps;
  }

  /** Does what {@link #plan} says, and returns it. */
  public static List<RepairStep> run(ObjectStore store, Environment environment) {
    Repair repair = planned(store, environment);
    String folder = freeFolder(store);
    for (RepairStep step : repair.steps) {
      repair.perform(step, folder);
    }
    return repair.steps;
  }

  private static Repair planned(ObjectStore store, Environment environment) {
    if (!LogLoader.isLake(store) && LogLoader.isTable(store)) {
      throw new InvalidDataException(
          "%s is one Delta table, not a lake: its own log is the only truth there is, so there is nothing to compare it with"
              .formatted(store.location()));
    }
    Repair repair = new Repair(store, LogLoader.open(store, environment));
    repair.plan();
    return repair;
  }

  private void plan() {
    lakeCheckpoints();
    LakeState newest = log.latest();
    Map<String, RatifiedVersions> tables = new HashMap<>();
    for (CatalogTable table : newest.catalog().tables()) {
      tables.put(table.id(), new RatifiedVersions(table));
    }
    for (long version = 1; version <= newest.version(); version++) {
      LogEntry entry = log.read(version);
      for (TableCommit commit : entry.tableCommits()) {
        RatifiedVersions table = tables.get(commit.tableId());
        if (table != null && version >= table.table().since()) {
          table.add(version, commit);
        }
      }
    }
    for (CatalogTable table : newest.catalog().sorted()) {
      RatifiedVersions ratified = tables.get(table.id());
      if (ratified != null) {
        steps.addAll(new TableRepair(store, log, ratified).plan());
      }
    }
  }

  private void lakeCheckpoints() {
    for (ObjectInfo object : StoreReads.list(store, LakeNames.LOG, "")) {
      long version = LakeNames.checkpointVersion(object.name());
      if (version > 0) {
        try {
          LakeCheckpoint.decode(version, StoreReads.get(store, object.name()));
          if (version > log.latest().version()) {
            moveAside(object.name(), "it is of a version that the log does not have");
          }
        } catch (TarnException e) {
          moveAside(object.name(), Report.why(e, object.name()));
        }
      }
    }
  }

  private void moveAside(String object, String why) {
    steps.add(new RepairStep(RepairStep.Kind.MOVE_ASIDE, object, why, -1, -1));
  }

  private void perform(RepairStep step, String folder) {
    try {
      switch (step.kind()) {
        case MOVE_ASIDE -> moveAside(step, folder);
        case PUBLISH -> publish(step);
        case LEAVE -> {}
      }
    } catch (IOException e) {
      throw new StorageException(
          "cannot repair %s in %s: %s; what was done so far is no harm, run it again"
              .formatted(step.object(), store.location(), e.getMessage()),
          e);
    }
  }

  private void moveAside(RepairStep step, String folder) throws IOException {
    if (step.tableVersion() >= 0 && wasRatifiedSince(step)) {
      return;
    }
    byte[] bytes;
    try {
      bytes = store.get(step.object());
    } catch (NoSuchFileException e) {
      return;
    }
    String name = folder + step.object();
    if (!store.putIfAbsent(name, bytes)) {
      throw new IOException(name + " exists already");
    }
    store.delete(step.object());
  }

  /** Whether the commit that nobody had ratified is by now the log's own. */
  private boolean wasRatifiedSince(RepairStep step) {
    return log.refresh().catalog().tables().stream()
        .anyMatch(
            table ->
                step.object().startsWith(table.location() + "/")
                    && table.version() >= step.tableVersion());
  }

  private void publish(RepairStep step) throws IOException {
    for (TableCommit commit : log.read(step.lakeVersion()).tableCommits()) {
      CatalogTable table = log.latest().catalog().findById(commit.tableId());
      if (table != null && TableRepair.commit(table, commit.version()).equals(step.object())) {
        byte[] lines = log.entry(step.lakeVersion()).lines(commit.tableId()).bytes();
        if (!store.putIfAbsent(step.object(), lines)
            && !Arrays.equals(store.get(step.object()), lines)) {
          throw new IOException("it differs from what was ratified");
        }
      }
    }
  }

  /** A folder that no repair used before. */
  private static String freeFolder(ObjectStore store) {
    for (int number = 1; ; number++) {
      String folder = String.format(Locale.ROOT, "%s%d/", LakeNames.LOST_AND_FOUND, number);
      if (StoreReads.list(store, folder, "").isEmpty()) {
        return folder;
      }
    }
  }
}
