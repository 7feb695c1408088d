package org.tarnlake.table.checkpoint;

import org.jspecify.annotations.Nullable;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;
import org.tarnlake.json.JsonWriter;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.DeltaNames;

/**
 * The hint of a table's newest checkpoint (PROTOCOL.md, "Last Checkpoint File"). Immutable.
 *
 * @param version of the table
 * @param actions the number of rows of the checkpoint; -1 if not told
 * @param sizeBytes the size of its file; -1 if not told
 * @param addCount how many of the rows are adds; -1 if not told
 */
public record CheckpointHint(long version, long actions, long sizeBytes, long addCount) {

  /** The hint of a table; null if it is absent, garbage or cannot be read. */
  public static @Nullable CheckpointHint find(ObjectStore store, String location) {
    byte[] bytes = StoreAccess.findOptional(store, DeltaNames.lastCheckpoint(location));
    return bytes == null ? null : read(bytes);
  }

  /** Parses a hint; null if it is none. */
  public static @Nullable CheckpointHint read(byte[] bytes) {
    long version = -1;
    long actions = -1;
    long sizeBytes = -1;
    long addCount = -1;
    try {
      JsonReader in = JsonReader.of(bytes);
      in.requireObject();
      for (String name = in.nextField(); name != null; name = in.nextField()) {
        Object value = in.value();
        long number = value instanceof Long each && each >= 0 ? each : -1;
        switch (name) {
          case "version" -> version = number;
          case "size" -> actions = number;
          case "sizeInBytes" -> sizeBytes = number;
          case "numOfAddFiles" -> addCount = number;
          default -> {}
        }
      }
      in.requireEnd();
    } catch (JsonFormatException e) {
      return null;
    }
    return version < 0 ? null : new CheckpointHint(version, actions, sizeBytes, addCount);
  }

  byte[] toBytes() {
    return new JsonWriter()
        .beginObject()
        .field("version", version)
        .field("size", actions)
        .field("sizeInBytes", sizeBytes)
        .field("numOfAddFiles", addCount)
        .endObject()
        .toBytes();
  }
}
