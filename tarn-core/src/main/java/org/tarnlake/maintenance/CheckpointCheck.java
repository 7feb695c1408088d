package org.tarnlake.maintenance;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.TarnException;
import org.tarnlake.lake.LakeCheckpoint;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.LakeState;

/** Compares lake checkpoints with the replay of the log, byte for byte. Stateless. */
final class CheckpointCheck {
  private static final String REMEDY =
      "delete it: the log entries before it hold the same, and a later one replaces it";

  private CheckpointCheck() {}

  /**
   * Checks the checkpoint of one version.
   *
   * @param replayed what the entries made of the lake; null if one of them is lost
   * @return the state as of that version: as replayed, or else as the checkpoint tells it; null if
   *     both are lost
   */
  static @Nullable LakeState check(
      Report report, long version, byte[] bytes, @Nullable LakeState replayed) {
    if (replayed != null && Arrays.equals(bytes, LakeCheckpoint.encode(replayed))) {
      return replayed;
    }
    String object = LakeNames.checkpoint(version);
    SealedText text = SealedText.of(bytes);
    SealedText.Flaw flaw = text.flaw();
    if (flaw != null) {
      report.damage(object, flaw.line(), "%s; %s".formatted(flaw.why(), REMEDY));
      return replayed;
    }
    if (replayed != null) {
      SealedText expected = SealedText.of(LakeCheckpoint.encode(replayed));
      report.damage(
          object,
          text.firstDifference(expected),
          "it differs from what the log entries add up to; %s".formatted(REMEDY));
      return replayed;
    }
    try {
      return LakeCheckpoint.decode(version, bytes);
    } catch (TarnException e) {
      report.damage(object, 0, "%s; %s".formatted(Report.why(e, object), REMEDY));
      return null;
    }
  }
}
