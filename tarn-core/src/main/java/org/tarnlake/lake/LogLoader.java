package org.tarnlake.lake;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.json.JsonFormatException;
import org.tarnlake.json.JsonReader;
import org.tarnlake.json.JsonWriter;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.store.cache.StoreCache;
import org.tarnlake.table.action.DeltaNames;

/** Makes and opens lakes: identity, hint, checkpoint, then the entries after it. Stateless. */
public final class LogLoader {
  private static final Logger LOGGER = System.getLogger(LogLoader.class.getName());

  private static final int GAP = 8;

  private LogLoader() {}

  /**
   * Makes a lake of an empty or foreign folder.
   *
   * @throws InvalidDataException if it is one already, or a Delta table, or holds tables of a lake
   *     whose {@code _tarn} is lost
   */
  public static void create(ObjectStore store, Environment environment) {
    // A lake is looked for first: where that fails, the message names a file of lakes.
    if (!isLake(store) && isTable(store)) {
      throw new InvalidDataException(
          "%s is a Delta table; open it as it is, or make a lake in a folder around it and attach it"
              .formatted(store.location()));
    }
    requireNoLogAlone(store);
    if (!isLake(store)) {
      LostLake.requireNone(store);
    }
    createOver(store, environment);
  }

  /** As {@link #create}, unless there is a lake or a Delta table already. */
  public static void createUnlessThere(ObjectStore store, Environment environment) {
    if (isLake(store) || isTable(store)) {
      return;
    }
    try {
      create(store, environment);
    } catch (InvalidDataException e) {
      // Another process may have made it since.
      if (!isLake(store)) {
        throw e;
      }
    }
  }

  /** Makes a lake around tables of a lost one, which it is going to take in. */
  public static void createOver(ObjectStore store, Environment environment) {
    LakeIdentity identity =
        new LakeIdentity(
            LakeIdentity.FORMAT_VERSION,
            environment.newUuid(),
            CommitClock.first(store, environment));
    boolean isNew =
        StoreAccess.ask(
            "create a lake in " + store.location(),
            "try again",
            () -> store.putIfAbsent(LakeNames.IDENTITY, identity.toBytes()));
    if (!isNew) {
      throw new InvalidDataException(
          "%s is a lake already; use it, or name another %s"
              .formatted(store.location(), store.isLocal() ? "folder" : "address"));
    }
  }

  /** Whether the store holds a lake. */
  public static boolean isLake(ObjectStore store) {
    return StoreAccess.exists(store, LakeNames.IDENTITY);
  }

  /** Whether the store holds the log of a Delta table, and that of no lake around it. */
  public static boolean isTable(ObjectStore store) {
    // A log may be long: it is listed only where its first commit and its hint were cleaned up.
    return StoreAccess.exists(store, DeltaNames.commit("", 0))
        || StoreAccess.exists(store, DeltaNames.lastCheckpoint(""))
        || !StoreAccess.list(store, DeltaNames.log(""), "").isEmpty();
  }

  /**
   * Opens a lake, or a Delta table as a lake of one table, and reads its log to the end.
   *
   * @throws InvalidDataException if the folder is neither
   */
  public static LakeLog open(ObjectStore store, Environment environment) {
    return open(store, environment, null);
  }

  /**
   * As {@link #open(ObjectStore, Environment)}.
   *
   * @param cache what the files of tables are read through; null if they are not
   */
  public static LakeLog open(
      ObjectStore store, Environment environment, @Nullable StoreCache cache) {
    if (!store.isLocal()) {
      LakeLog log = DistantLog.open(store, environment, cache);
      if (log != null) {
        return log;
      }
    }
    if (!isLake(store) && isTable(store)) {
      return openTable(store, "", environment, cache);
    }
    LogFormat format = new LakeLogFormat(store);
    return readToTheEnd(new LakeLog(store, format, format.newest(), environment, cache));
  }

  private static LakeLog readToTheEnd(LakeLog log) {
    log.refresh();
    requireNoGap(log);
    return log;
  }

  /**
   * Opens a lake by its entries alone, from the first one on: no checkpoint is believed, or missed.
   * What is read of the log is not for publishing.
   *
   * @throws InvalidDataException if the folder is none
   */
  public static LakeLog openByEntries(ObjectStore store, Environment environment) {
    LakeState first = LakeState.initial(identity(store));
    LakeLog log =
        new LakeLog(
            store,
            new LakeLogFormat(store),
            new LakeCheckpoint.Content(first, List.of()),
            environment,
            null);
    // So that entries need not be kept in memory until they are published.
    log.publication().published(Long.MAX_VALUE);
    return readToTheEnd(log);
  }

  /**
   * Checks that up to {@value #GAP} entries are not missing before existing ones; called when the
   * log was just read. Longer gaps, which a listing would show, are for the consistency check.
   */
  private static void requireNoGap(LakeLog log) {
    long next = log.latest().version() + 1;
    boolean later = false;
    for (long ahead = 1; ahead <= GAP && !later; ahead *= 2) {
      later = StoreAccess.exists(log.store(), log.entryName(next + ahead));
    }
    if (later && !StoreAccess.exists(log.store(), log.entryName(next))) {
      throw gap(log.store(), log.entryName(next));
    }
  }

  static CorruptionException gap(ObjectStore store, String entryName) {
    return new CorruptionException(
        "%s is missing though later entries exist in %s; restore it, or run 'tarn check'"
            .formatted(entryName, store.location()));
  }

  /**
   * Opens the Delta table in a folder, as a lake of one table.
   *
   * @param location of the table within the store; empty if the store holds nothing else
   * @throws InvalidDataException if there is none
   */
  public static LakeLog openTable(ObjectStore store, String location, Environment environment) {
    return openTable(store, location, environment, null);
  }

  private static LakeLog openTable(
      ObjectStore store, String location, Environment environment, @Nullable StoreCache cache) {
    LogFormat format = new TableLogFormat(store, location);
    LakeLog table = new LakeLog(store, format, format.newest(), environment, cache);
    table.refresh();
    return table;
  }

  /**
   * That a folder has no log of a lake without its identity: a new one would make another lake of
   * it, which its backups do not know.
   *
   * @throws CorruptionException if it has
   * @throws InvalidDataException if a backup did not come to its end there
   */
  public static void requireNoLogAlone(ObjectStore store) {
    if (isLake(store)) {
      return;
    }
    LostLake.requireNoUnfinishedBackup(store);
    // Asked again after the log is seen: another process may make the lake between the two looks.
    if (!StoreAccess.list(store, LakeNames.LOG, "").isEmpty() && !isLake(store)) {
      throw new CorruptionException(
          "%s has the log of a lake, but its %s is missing; %s"
              .formatted(store.location(), LakeNames.IDENTITY, LakeIdentity.REMEDY));
    }
  }

  /** The identity of the lake. Throws InvalidDataException if the folder is no lake. */
  public static LakeIdentity identity(ObjectStore store) {
    byte[] bytes = StoreAccess.find(store, LakeNames.IDENTITY);
    if (bytes == null) {
      requireNoLogAlone(store);
      throw LostLake.noLake(store);
    }
    return LakeIdentity.read(bytes);
  }

  /** The newest usable checkpoint of a lake, or its initial state. */
  static LakeCheckpoint.Content newestCheckpoint(ObjectStore store) {
    LakeIdentity identity = identity(store);
    long hinted = hint(StoreAccess.findOptional(store, LakeNames.LAST_CHECKPOINT));
    LakeCheckpoint.Content state = hinted > 0 ? usable(store, identity.lakeId(), hinted) : null;
    return state != null ? state : checkpointAtOrBefore(store, identity, Long.MAX_VALUE);
  }

  /** The newest usable checkpoint up to a version, or the initial state. Lists the log. */
  public static LakeCheckpoint.Content checkpointAtOrBefore(ObjectStore store, long version) {
    return checkpointAtOrBefore(store, identity(store), version);
  }

  private static LakeCheckpoint.Content checkpointAtOrBefore(
      ObjectStore store, LakeIdentity identity, long version) {
    return newestCheckpoint(store, identity, StoreAccess.list(store, LakeNames.LOG, ""), version);
  }

  /** As {@link #checkpointAtOrBefore(ObjectStore, long)}, where the log has been listed. */
  static LakeCheckpoint.Content newestCheckpoint(
      ObjectStore store, LakeIdentity identity, List<ObjectInfo> listed, long version) {
    List<Long> versions = new ArrayList<>();
    for (ObjectInfo object : listed) {
      long each = LakeNames.checkpointVersion(object.name());
      if (each > 0 && each <= version) {
        versions.add(each);
      }
    }
    for (int i = versions.size() - 1; i >= 0; i--) {
      LakeCheckpoint.Content state = usable(store, identity.lakeId(), versions.get(i));
      if (state != null) {
        return state;
      }
    }
    return new LakeCheckpoint.Content(LakeState.initial(identity), List.of());
  }

  /**
   * A checkpoint of the entry that stands in the log, or null if it is missing, damaged or of
   * another history: the log replaces it.
   */
  public static LakeCheckpoint.@Nullable Content usable(
      ObjectStore store, UUID lakeId, long version) {
    byte[] checkpoint = StoreAccess.find(store, LakeNames.checkpoint(version));
    return checkpoint == null
        ? null
        : usable(
            store, lakeId, version, checkpoint, StoreAccess.find(store, LakeNames.entry(version)));
  }

  /** As {@link #usable(ObjectStore, UUID, long)}, where checkpoint and entry have been read. */
  static LakeCheckpoint.@Nullable Content usable(
      ObjectStore store,
      UUID lakeId,
      long version,
      byte @Nullable [] checkpoint,
      byte @Nullable [] entry) {
    LakeCheckpoint.Content found = checkpoint == null ? null : decode(version, checkpoint);
    if (found == null) {
      return null;
    }
    String name = LakeNames.entry(version);
    if (entry == null) {
      throw new CorruptionException(
          "%s is missing though there is a checkpoint of it in %s: the log lost its newest entries, or was copied in part; restore it, or if it is gone for good run 'tarn repair', which moves the checkpoint aside"
              .formatted(name, store.location()));
    }
    LogEnd end = LogEnd.beforeFirst(lakeId).after(entry);
    if (end.equals(found.state().end())) {
      return found;
    }
    LOGGER.log(
        Level.WARNING,
        "an older checkpoint is used: {0} is of another lake or another history than {1}; ''tarn repair'' moves it aside",
        LakeNames.checkpoint(version),
        name);
    return null;
  }

  /** A checkpoint, whatever lake it is of; null if it is damaged. */
  private static LakeCheckpoint.@Nullable Content decode(long version, byte[] bytes) {
    try {
      return LakeCheckpoint.decode(version, bytes);
    } catch (CorruptionException e) {
      LOGGER.log(Level.WARNING, "an older checkpoint is used: {0}", e.getMessage());
      return null;
    }
  }

  public static byte[] hintBytes(long version) {
    return new JsonWriter().beginObject().field("lakeVersion", version).endObject().toBytes();
  }

  /** The version that a hint names; 0 if it is absent or garbage. */
  public static long hint(byte @Nullable [] bytes) {
    if (bytes == null) {
      return 0;
    }
    try {
      JsonReader in = JsonReader.of(bytes);
      in.requireObject();
      for (String name = in.nextField(); name != null; name = in.nextField()) {
        if (name.equals("lakeVersion")) {
          return in.longValue();
        }
        in.skip();
      }
    } catch (JsonFormatException e) {
      return 0;
    }
    return 0;
  }
}
