package org.tarnlake.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.work.Parallel;

/**
 * Looks whether the entries that a process knows still stand in its log. An older copy of the lake
 * may have been put back meanwhile: an entry would be put behind a gap, or behind entries that it
 * does not follow. Safe for many threads.
 *
 * <p>The newest entry alone does not tell. A copy that is put back file by file takes away what
 * stood when that began and the copy lacks; what this process commits meanwhile stays, behind the
 * gap. So entries that were the newest longer and longer ago are looked for, too: one of them is
 * missing if the copy is some six times as old as the putting back has taken by then.
 */
final class LogWatch {
  /** For so long entries that were looked for are taken to be there still. */
  private static final long LOOK_MILLIS = 1000;

  /** So many entries are kept, each from about twice as long ago as the one before. */
  private static final int LOOKS = 16;

  private final ObjectStore store;
  private final ExecutorService background;

  // Guarded by this.
  private final List<Look> looks = new ArrayList<>();

  /** Which of the older ones is read next where not all are. */
  private int turn = 1;

  /**
   * An entry that was the newest.
   *
   * @param version of the lake then
   * @param end of the log, with that entry
   */
  private record Look(long version, LogEnd end, String name, long millis) {}

  /**
   * @param background threads that look side by side, where a look is a request over a network
   */
  LogWatch(ObjectStore store, ExecutorService background) {
    this.store = store;
    this.background = background;
  }

  /** Begins with the entry, if there is one, that made the state from which the log is read on. */
  synchronized void begin(LakeState start, String name, long now) {
    looks.add(new Look(start.version(), start.end(), name, now));
  }

  /**
   * Looks for them before an entry is put: for all once in a second, for the newest and one more in
   * between. Where a look is a request over a network, it is made only once in a second, and for
   * the newest, that of a second ago, and one more.
   *
   * @param newest that this process knows
   * @param name of its entry
   * @throws CorruptionException if one of them does not stand there
   */
  synchronized void requireStanding(LakeState newest, String name, long now) {
    if (newest.end().entryCrc32c() == LogEnd.NO_ENTRY) {
      requireSameLake(newest.end());
      return;
    }
    Look known = new Look(newest.version(), newest.end(), name, now);
    boolean due = Math.abs(now - looks.get(0).millis) > LOOK_MILLIS;
    if (!due && !store.isLocal()) {
      return;
    }
    List<Look> asked = new ArrayList<>(List.of(known));
    for (int i = 0; i < looks.size(); i++) {
      Look look = looks.get(i);
      boolean isAsked = i == turn || (due && (i == 0 || store.isLocal()));
      boolean isEntry = look.end.entryCrc32c() != LogEnd.NO_ENTRY;
      if (isAsked && isEntry && look.version < known.version) {
        asked.add(look);
      }
    }
    int width = store.isLocal() ? 1 : asked.size();
    Parallel.run(background, width, asked.stream().map(this::comparison).toList());
    if (due) {
      keep(known);
    }
    turn = turn + 1 < looks.size() ? turn + 1 : 1;
  }

  /** Takes the place of the look before, which takes that of an older one, and so on. */
  private void keep(Look known) {
    Look moved = known;
    long period = 0;
    for (int i = 0; i < LOOKS; i++) {
      if (i == looks.size()) {
        looks.add(moved);
        return;
      }
      if (Math.abs(known.millis - looks.get(i).millis) <= period) {
        return;
      }
      moved = looks.set(i, moved);
      period = period == 0 ? 2 * LOOK_MILLIS : 2 * period;
    }
  }

  /** Where there is no entry yet, the lake may be another one, which has none either. */
  private void requireSameLake(LogEnd end) {
    boolean isLake = !end.equals(LogEnd.STANDALONE);
    if (isLake && !LogLoader.identity(store).lakeId().equals(end.lakeId())) {
      throw new CorruptionException(
          "another lake was put into %s while this process had it open; nothing was committed: close the lake, and open it again"
              .formatted(store.location()));
    }
  }

  private Runnable comparison(Look look) {
    return () -> requireSame(look);
  }

  private void requireSame(Look look) {
    byte[] found = StoreAccess.find(store, look.name);
    if (found == null || !look.end.after(found).equals(look.end)) {
      throw new CorruptionException(
          "%s is %s, though this process has read it: an older or another copy of the lake was put into %s while it was open; nothing was committed: close the lake, run 'tarn check', and open it again"
              .formatted(
                  look.name, found == null ? "missing" : "another entry now", store.location()));
    }
  }
}
