package org.tarnlake.lake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;
import org.tarnlake.json.JsonWriter;

/**
 * What makes a folder a lake; written once. Immutable.
 *
 * <p>Its last field, {@code crc32c}, is the checksum of all bytes before that field, so that an
 * altered identity is no identity.
 *
 * @param formatVersion the version of everything under {@code _tarn}
 * @param lakeId a random UUID
 * @param createdMillis in milliseconds since 1970
 */
public record LakeIdentity(int formatVersion, UUID lakeId, long createdMillis) {
  /** The format that this version of Tarn reads and writes. */
  public static final int FORMAT_VERSION = 1;

  /** What to do where the identity is missing or damaged. */
  public static final String REMEDY =
      "copy it from a backup; without one, move _tarn away and run 'tarn adopt' (older lake versions are lost)";

  private static final String SEAL = ",\"crc32c\":";

  public byte[] toBytes() {
    JsonWriter out = new JsonWriter().beginObject();
    out.field("formatVersion", formatVersion).field("lakeId", lakeId.toString());
    String object = out.field("createdTime", createdMillis).endObject().toText();
    return sealed(object.substring(0, object.length() - 1));
  }

  /** An object whose last brace is missing, with its checksum and that brace. */
  private static byte[] sealed(String open) {
    CRC32C crc = new CRC32C();
    crc.update(open.getBytes(UTF_8));
    return (open + SEAL + crc.getValue() + "}\n").getBytes(UTF_8);
  }

  private static boolean isSealed(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    int seal = text.lastIndexOf(SEAL);
    return seal >= 0 && Arrays.equals(bytes, sealed(text.substring(0, seal)));
  }

  /**
   * Reads the identity.
   *
   * @throws UnsupportedTableException if a newer Tarn made the lake
   * @throws CorruptionException if the bytes are no identity, or were altered
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
      throw new CorruptionException(
          "%s: %s; %s".formatted(LakeNames.IDENTITY, e.getMessage(), REMEDY), e);
    }
    if (formatVersion > FORMAT_VERSION) {
      throw newer(LakeNames.IDENTITY, formatVersion);
    }
    if (!CommitClock.isTime(created)) {
      throw new CorruptionException(
          "%s: createdTime %s is no time from 1970 to 9999; %s"
              .formatted(LakeNames.IDENTITY, created, REMEDY));
    }
    if (formatVersion < 1 || lakeId == null) {
      throw new CorruptionException(
          "%s lacks a format version or the lake's id; %s".formatted(LakeNames.IDENTITY, REMEDY));
    }
    if (!isSealed(bytes)) {
      throw new CorruptionException(
          "%s was altered: its bytes do not have the checksum that it says; %s"
              .formatted(LakeNames.IDENTITY, REMEDY));
    }
    return new LakeIdentity((int) formatVersion, lakeId, created);
  }

  static UnsupportedTableException newer(String object, long formatVersion) {
    return new UnsupportedTableException(
        "%s is of format %s, newer than the format %s that this version of Tarn knows; use a newer Tarn"
            .formatted(object, formatVersion, FORMAT_VERSION));
  }
}
