package org.tarnlake.maintenance.dump;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.maintenance.text.Json;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;

/**
 * Any file of a lake as text for people. What is damaged is shown as far as it can be, and the
 * damage told. Stateless.
 */
public final class FileDump {
  private static final Set<String> SEALED_BY = Set.of("lakeCommit", "lakeCheckpoint");
  private static final Set<String> ACTIONS =
      Set.of("commitInfo", "add", "remove", "metaData", "protocol", "txn", "domainMetadata", "cdc");

  private FileDump() {}

  /**
   * Shows an object.
   *
   * @param out takes the lines
   * @throws InvalidDataException if there is none of that name, or it is of no kind that a lake has
   * @throws org.tarnlake.error.StorageException if the store cannot read it
   */
  public static void dump(ObjectStore store, String name, Consumer<String> out) {
    long sizeBytes = StoreAccess.findSize(store, name);
    if (sizeBytes < 0) {
      throw new InvalidDataException("there is no %s in %s".formatted(name, store.location()));
    }
    if (isParquet(store, name)) {
      String kind = name.contains(".checkpoint.") ? "checkpoint of a table" : "data file";
      out.accept("%s: %s, %s bytes".formatted(JsonText.printable(name), kind, sizeBytes));
      DataFileDump.dump(store, name, sizeBytes, out);
      return;
    }
    byte[] bytes = StoreAccess.get(store, name);
    String kind = kind(name, bytes);
    out.accept("%s: %s, %s bytes".formatted(JsonText.printable(name), kind, bytes.length));
    switch (kind) {
      case "log entry", "lake checkpoint" -> LinesDump.sealed(bytes, out);
      case "Delta commit" -> LinesDump.commit(bytes, out);
      default -> {
        out.accept("");
        JsonText.fields(Json.object(bytes, 0, bytes.length), 0, out);
      }
    }
  }

  private static boolean isParquet(ObjectStore store, String name) {
    return name.endsWith(".parquet")
        || new String(StoreAccess.getRange(store, name, 0, 4, name), ISO_8859_1).equals("PAR1");
  }

  private static String kind(String name, byte[] bytes) {
    String first = firstField(bytes);
    if (LakeNames.entryVersion(name) > 0 || "lakeCommit".equals(first)) {
      return "log entry";
    }
    if (LakeNames.checkpointVersion(name) > 0 || SEALED_BY.contains(String.valueOf(first))) {
      return "lake checkpoint";
    }
    if (name.matches("(.*/)?_delta_log/[0-9]{20}\\.json")
        || name.matches("(.*/)?_staged_commits/[^/]*\\.json")
        || ACTIONS.contains(String.valueOf(first))) {
      return "Delta commit";
    }
    if (!isObject(bytes)) {
      throw new InvalidDataException(
          "%s is no file of a lake that can be shown: neither JSON nor Parquet".formatted(name));
    }
    return name.equals(LakeNames.IDENTITY)
        ? "identity of the lake"
        : name.endsWith(".crc")
            ? "version checksum"
            : name.endsWith("_last_checkpoint") ? "hint of the newest checkpoint" : "JSON";
  }

  /** The name of the first field in the first line; null if that is no object. */
  private static @Nullable String firstField(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    try {
      Map<String, @Nullable Object> first = Json.object(bytes, 0, end);
      return first.keySet().stream().findFirst().orElse(null);
    } catch (JsonFormatException e) {
      return null;
    }
  }

  private static boolean isObject(byte[] bytes) {
    try {
      Json.object(bytes, 0, bytes.length);
      return true;
    } catch (JsonFormatException e) {
      return false;
    }
  }
}
