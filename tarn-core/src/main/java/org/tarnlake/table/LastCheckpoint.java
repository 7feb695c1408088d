package org.tarnlake.table;

import org.jspecify.annotations.Nullable;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;

/**
 * What {@code _last_checkpoint} says (PROTOCOL.md, "Last Checkpoint File"): a hint, which may be
 * stale, ahead, or of a checkpoint that is gone.
 *
 * @param version of the checkpoint
 * @param actionCount how many actions it has; -1 if not told
 * @param addCount how many of them are adds; -1 if not told
 */
public record LastCheckpoint(long version, long actionCount, long addCount) {

  /** Reads a hint; null if it is garbage. */
  public static @Nullable LastCheckpoint read(byte[] bytes) {
    long version = -1;
    long actions = -1;
    long adds = -1;
    try {
      JsonReader in = JsonReader.of(bytes);
      in.requireObject();
      for (String name = in.nextField(); name != null; name = in.nextField()) {
        switch (name) {
          case "version" -> version = count(in.value());
          case "size" -> actions = count(in.value());
          case "numOfAddFiles" -> adds = count(in.value());
          default -> in.skip();
        }
      }
      in.requireEnd();
    } catch (JsonFormatException e) {
      return null;
    }
    return version < 0 ? null : new LastCheckpoint(version, actions, adds);
  }

  private static long count(@Nullable Object json) {
    return json instanceof Long number && number >= 0 ? number : -1;
  }
}
