package org.tarnlake.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.TarnException;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.store.cache.StoreCache;
import org.tarnlake.work.Parallel;

/**
 * Opens the log of a lake in a store that is far away: whatever can be asked for is asked for at
 * the same time. First the identity and the hint; then the checkpoint that it names, the entry of
 * that version, and what the log has behind it; then these entries. So it takes three round trips
 * where they are few, as after each checkpoint. Stateless.
 */
final class DistantLog {
  /** How many requests are under way at a time. */
  private static final int REQUESTS = 96;

  /** The size of the entries that wait in memory for those before them. */
  private static final long BYTES_AHEAD = 8 << 20;

  private DistantLog() {}

  /**
   * Opens the log and reads it to its end.
   *
   * @param cache what the files of tables are read through; null if they are not
   * @return null if there is no identity
   * @throws CorruptionException if an entry is missing before others
   */
  static @Nullable LakeLog open(
      ObjectStore store, Environment environment, @Nullable StoreCache cache) {
    List<byte @Nullable []> start =
        Parallel.all(
            environment.background(),
            REQUESTS,
            List.of(() -> StoreAccess.find(store, LakeNames.IDENTITY), () -> hint(store)));
    byte[] identity = start.get(0);
    if (identity == null) {
      return null;
    }
    return new Reading(store, environment, LakeIdentity.read(identity), cache)
        .from(LogLoader.hint(start.get(1)));
  }

  /** The hint; null also if it cannot be read, which the identity tells in better words. */
  private static byte @Nullable [] hint(ObjectStore store) {
    try {
      return StoreAccess.find(store, LakeNames.LAST_CHECKPOINT);
    } catch (TarnException e) {
      return null;
    }
  }

  /** A reading of the log of a lake that is there. */
  private record Reading(
      ObjectStore store,
      Environment environment,
      LakeIdentity identity,
      @Nullable StoreCache cache) {
    LakeLog from(long hinted) {
      LakeCheckpoint.Content hint = null;
      List<ObjectInfo> behind = new ArrayList<>();
      if (hinted > 0) {
        List<byte @Nullable []> both =
            Parallel.all(
                environment.background(),
                REQUESTS,
                List.of(
                    () -> StoreAccess.find(store, LakeNames.checkpoint(hinted)),
                    () -> StoreAccess.find(store, LakeNames.entry(hinted)),
                    () -> {
                      behind.addAll(list(LakeNames.entry(hinted)));
                      return null;
                    }));
        hint = LogLoader.usable(store, identity.lakeId(), hinted, both.get(0), both.get(1));
      }
      if (hint != null) {
        return readOn(hint, behind);
      }
      List<ObjectInfo> all = list("");
      return readOn(LogLoader.newestCheckpoint(store, identity, all, Long.MAX_VALUE), all);
    }

    private List<ObjectInfo> list(String startAfter) {
      return StoreAccess.list(store, LakeNames.LOG, startAfter);
    }

    /** Reads the entries behind a checkpoint, as they were listed after this opening began. */
    private LakeLog readOn(LakeCheckpoint.Content start, List<ObjectInfo> listed) {
      LakeLog log = new LakeLog(store, new LakeLogFormat(store), start, environment, cache);
      List<ObjectInfo> some = new ArrayList<>();
      long bytes = 0;
      for (ObjectInfo object : listed) {
        if (LakeNames.entryVersion(object.name()) > start.state().version()) {
          some.add(object);
          bytes += object.sizeBytes();
          if (bytes >= BYTES_AHEAD || some.size() == REQUESTS) {
            read(log, some);
            some.clear();
            bytes = 0;
          }
        }
      }
      read(log, some);
      return log;
    }

    private void read(LakeLog log, List<ObjectInfo> some) {
      List<byte @Nullable []> entries =
          Parallel.all(
              environment.background(),
              REQUESTS,
              some.stream()
                  .<Supplier<byte @Nullable []>>map(
                      object -> () -> StoreAccess.get(store, object.name()))
                  .toList());
      for (int i = 0; i < some.size(); i++) {
        long version = LakeNames.entryVersion(some.get(i).name());
        readUpTo(log, version);
        log.take(version, entries.get(i));
      }
    }

    /** A listing may lack an entry whose writer has no answer yet, though others came behind it. */
    private void readUpTo(LakeLog log, long version) {
      for (long each = log.latest().version() + 1; each < version; each++) {
        byte[] bytes = StoreAccess.find(store, log.entryName(each));
        if (bytes == null) {
          throw LogLoader.gap(store, log.entryName(each));
        }
        log.take(each, bytes);
      }
    }
  }
}
