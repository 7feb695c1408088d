package org.tarnlake.lake;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;
import org.tarnlake.json.JsonWriter;

/**
 * What makes a folder a lake; written once. Immutable.
 *
 * @param formatVersion the version of everything under {@code _tarn}
 * @param lakeId a random UUID
 * @param createdMillis in milliseconds since 1970
 */
public record LakeIdentity(int formatVersion, UUID lakeId, long createdMillis) {
  /** The format that this version of Tarn reads and writes. */
  public static final int FORMAT_VERSION = 1;

  public byte[] toBytes() {
    JsonWriter out = new JsonWriter().beginObject();
    out.field("formatVersion", formatVersion).field("lakeId", lakeId.toString());
    return (out.field("createdTime", createdMillis).endObject().toText() + "\n")
        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  /**
   * Reads the identity.
   *
   * @throws UnsupportedTableException if a newer Tarn made the lake
   * @throws CorruptionException if the bytes are no identity
   */
  public static LakeIdentity read(byte[] bytes) {
    long formatVersion = 0;
    @Nullable UUID lakeId = null;
    long created = 0;
    try {
      JsonReader in = JsonReader.of(bytes);
      in.requireObject();
      for (String name = in.nextField(); name != null; name = in.nextField()) {
        switch (name) {
          case "formatVersion" -> formatVersion = in.longValue();
          case "lakeId" -> lakeId = UUID.fromString(in.string());
          case "createdTime" -> created = in.longValue();
          default -> in.skip();
        }
      }
      in.requireEnd();
    } catch (JsonFormatException | IllegalArgumentException e) {
      throw new CorruptionException("%s: %s".formatted(LakeNames.IDENTITY, e.getMessage()), e);
    }
    if (formatVersion > FORMAT_VERSION) {
      throw newer(LakeNames.IDENTITY, formatVersion);
    }
    if (formatVersion < 1 || lakeId == null) {
      throw new CorruptionException(
          "%s lacks a format version or the lake's id".formatted(LakeNames.IDENTITY));
    }
    return new LakeIdentity((int) formatVersion, lakeId, created);
  }

  static UnsupportedTableException newer(String object, long formatVersion) {
    return new UnsupportedTableException(
        "%s is of format %s, newer than the format %s that this version of Tarn knows; use a newer Tarn"
            .formatted(object, formatVersion, FORMAT_VERSION));
  }
}
