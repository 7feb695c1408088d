package org.tarnlake.maintenance.check;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.TarnException;
import org.tarnlake.lake.LakeCheckpoint;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.LakeState;
import org.tarnlake.maintenance.text.SealedText;

/** Compares lake checkpoints with the replay of the log, byte for byte. Stateless. */
final class CheckpointCheck {
  private static final String REMEDY =
      "delete it: the log entries before it hold the same, and a later one replaces it";

  private CheckpointCheck() {}

  /**
   * Checks the checkpoint of one version.
   *
   * @param replayed what the entries made of the lake; null if one of them is lost
   * @return the state as of that version: as replayed, or else as the checkpoint tells it, and the
   *     tables that it says lag; null if both are lost
   */
  static LakeCheckpoint.@Nullable Content check(
      Report report, long version, byte[] bytes, @Nullable LakeState replayed) {
    String object = LakeNames.checkpoint(version);
    SealedText text = SealedText.of(bytes);
    SealedText.Flaw flaw = text.flaw();
    if (flaw != null) {
      report.damage(object, flaw.line(), "%s; %s".formatted(flaw.why(), REMEDY));
      return replayed(replayed);
    }
    LakeCheckpoint.Content content;
    try {
      content = LakeCheckpoint.decode(version, bytes);
    } catch (TarnException e) {
      report.damage(object, 0, "%s; %s".formatted(Report.why(e, object), REMEDY));
      return replayed(replayed);
    }
    if (replayed == null) {
      return content;
    }
    byte[] expected = LakeCheckpoint.encode(replayed, content.lags());
    if (!Arrays.equals(bytes, expected)) {
      report.damage(
          object,
          text.firstDifference(SealedText.of(expected)),
          "it differs from what the log entries add up to; %s".formatted(REMEDY));
      return replayed(replayed);
    }
    return content;
  }

  private static LakeCheckpoint.@Nullable Content replayed(@Nullable LakeState replayed) {
    return replayed == null ? null : new LakeCheckpoint.Content(replayed, List.of());
  }
}
