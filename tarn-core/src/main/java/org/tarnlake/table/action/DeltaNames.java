package org.tarnlake.table.action;

import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.tarnlake.store.ObjectInfo;

/**
 * The names of the files of a Delta table, from its location within the store, which is empty where
 * the store holds nothing but the table. Stateless.
 */
public final class DeltaNames {
  private static final Pattern COMMIT = Pattern.compile(".*/_delta_log/[0-9]{20}\\.json");

  private DeltaNames() {}

  /** The folder of the table's log, with a slash at its end. */
  public static String log(String location) {
    return dataFile(location, "_delta_log/");
  }

  public static String commit(String location, long version) {
    return log(location) + padded(version) + ".json";
  }

  /** The version checksum (PROTOCOL.md, "Version Checksum File"). */
  public static String checksum(String location, long version) {
    return log(location) + padded(version) + ".crc";
  }

  /** A checkpoint in one file (PROTOCOL.md, "Checkpoints"). */
  public static String checkpoint(String location, long version) {
    return log(location) + padded(version) + ".checkpoint.parquet";
  }

  /** The hint of the newest checkpoint; may be stale, garbage or absent. */
  public static String lastCheckpoint(String location) {
    return log(location) + "_last_checkpoint";
  }

  /**
   * Where a large checkpoint is until it was read back: outside the log, which readers list, and
   * called so that every vacuum takes for a file that no commit names what a crash left of it.
   */
  public static String checkpointDraft(String location, UUID id) {
    return dataFile(location, "checkpoint-" + id + ".draft.parquet");
  }

  /** A sidecar of a checkpoint, by its file name. */
  public static String sidecar(String location, String fileName) {
    return log(location) + "_sidecars/" + fileName;
  }

  /** What the names of all commits and checkpoints of a version start with. */
  public static String prefix(String location, long version) {
    return log(location) + padded(version);
  }

  /** A staged commit: the lines of a big commit, ratified by name. */
  public static String staged(String location, long version, UUID id) {
    return log(location) + "_staged_commits/" + padded(version) + "." + id + ".json";
  }

  /** The path of a new data file, relative to the table's location. */
  public static String newDataFile(UUID id) {
    return "part-" + id + ".zstd.parquet";
  }

  /** The path of a new file of changes, relative to the table's location. */
  public static String newChangeFile(UUID id) {
    return "_change_data/cdc-" + id + ".zstd.parquet";
  }

  /** A file of deletion vectors, from its id. */
  public static String vectors(String location, UUID id) {
    return dataFile(location, "deletion_vector_" + id + ".bin");
  }

  /** The object of a data file whose path is relative. */
  public static String dataFile(String location, String path) {
    return location.isEmpty() ? path : location + "/" + path;
  }

  /** Whether there is a commit among objects of a log. */
  public static boolean hasCommit(List<ObjectInfo> objects) {
    return objects.stream().anyMatch(object -> COMMIT.matcher(object.name()).matches());
  }

  /** By hand: String.format would cost more than all else that a commit does with names. */
  private static String padded(long version) {
    String digits = Long.toString(version);
    return "0".repeat(20 - digits.length()) + digits;
  }
}
