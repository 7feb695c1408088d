package org.tarnlake.maintenance.check;

import org.tarnlake.json.JsonFormatException;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.maintenance.text.Json;

/** Looks at the hint of the newest lake checkpoint, which may be anything. Stateless. */
final class HintCheck {
  private HintCheck() {}

  static void check(Report report, Reads reads, LogObjects objects) {
    byte[] bytes = objects.hasHint() ? reads.findOptional(LakeNames.LAST_CHECKPOINT) : null;
    if (bytes == null) {
      if (!objects.checkpoints().isEmpty() && !reads.isUnreadable(LakeNames.LAST_CHECKPOINT)) {
        report.note(LakeNames.LAST_CHECKPOINT, "it is missing; the log is listed instead");
      }
      return;
    }
    long version;
    try {
      version = Json.number(Json.object(bytes, 0, bytes.length), "lakeVersion");
    } catch (JsonFormatException e) {
      report.note(
          LakeNames.LAST_CHECKPOINT,
          "it is garbage (%s); the log is listed instead".formatted(e.getMessage()));
      return;
    }
    if (!objects.checkpoints().contains(version)
        && reads.find(LakeNames.checkpoint(version)) == null) {
      report.note(
          LakeNames.LAST_CHECKPOINT,
          "it names version %s, which has no checkpoint; the log is listed instead"
              .formatted(version));
    } else if (!objects.checkpoints().isEmpty() && version < objects.checkpoints().last()) {
      report.note(
          LakeNames.LAST_CHECKPOINT,
          "it names version %s, but there is a checkpoint of version %s"
              .formatted(version, objects.checkpoints().last()));
    }
  }
}
