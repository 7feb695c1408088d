package org.tarnlake.fuzz;

import java.util.Map;
import org.tarnlake.testing.FuzzTarget;

/** Everything in the core that reads bytes or text it did not write. Stateless. */
public final class CoreTargets {
  public static final Map<String, FuzzTarget> ALL =
      Map.ofEntries(
          Map.entry("checksum", TableTargets::checksum),
          Map.entry("commit", TableTargets::commit),
          Map.entry("data-file", new DataFileTarget()),
          Map.entry("hint", LogTargets::hint),
          Map.entry("identity", LogTargets::identity),
          Map.entry("json", TextTargets::json),
          Map.entry("lake", LogTargets::lake),
          Map.entry("lake-checkpoint", LogTargets::lakeCheckpoint),
          Map.entry("log-entry", LogTargets::logEntry),
          Map.entry("predicate", TextTargets::predicate),
          Map.entry("schema", TableTargets::schema),
          Map.entry("statistics", TableTargets::statistics),
          Map.entry("table-log", TableTargets::tableLog),
          Map.entry("table-name", TextTargets::tableName),
          Map.entry("untyped", TextTargets::untyped),
          Map.entry("value", TableTargets::value));

  private CoreTargets() {}

  /** What Jazzer calls; the system property {@code tarn.fuzz} names the target. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    ALL.get(System.getProperty("tarn.fuzz")).runWithinLimits(input);
  }
}
