package org.tarnlake.lake.publish;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.Publication;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.work.Parallel;

/** Puts the commits of a table, and before them the files that they name. Safe for many threads. */
final class CommitPuts {
  private static final Logger LOGGER = System.getLogger(CommitPuts.class.getName());

  private final LakeLog log;
  private final ObjectStore store;

  CommitPuts(LakeLog log) {
    this.log = log;
    this.store = log.store();
  }

  /**
   * Puts files, then commits in their order until one's name is taken: on a disk at once; in a
   * store where each put takes a while, files side by side, and commits until one fails or the
   * table has left.
   *
   * @param commits their lines by their names
   * @param mayGoOn asked before each put that takes a while
   * @return how many commits, from the first on, were created
   * @throws IOException if that is not known, or on a disk the files could not be put
   * @throws org.tarnlake.error.StorageException if elsewhere the files could not be put
   */
  int put(Map<String, byte[]> files, Map<String, byte[]> commits, BooleanSupplier mayGoOn)
      throws IOException {
    if (store.isLocal()) {
      put(files);
      return store.putAllIfAbsent(commits);
    }
    putSideBySide(files);
    int created = 0;
    for (Map.Entry<String, byte[]> commit : commits.entrySet()) {
      try {
        if (!mayGoOn.getAsBoolean() || !store.putIfAbsent(commit.getKey(), commit.getValue())) {
          return created;
        }
        created++;
      } catch (IOException e) {
        LOGGER.log(Level.DEBUG, "the next commit is published by itself", e);
        return created;
      }
    }
    return created;
  }

  private void putSideBySide(Map<String, byte[]> files) {
    List<Runnable> puts = new ArrayList<>();
    files.forEach(
        (name, content) ->
            puts.add(
                () ->
                    StoreAccess.ask(
                        "publish " + name, "try again", () -> put(Map.of(name, content)))));
    Parallel.run(log.background(), Publication.TOGETHER_MAX, puts);
  }

  /** Puts files that entries carry. What differs is not named by a published commit. */
  void put(Map<String, byte[]> files) throws IOException {
    Map<String, byte[]> left = new LinkedHashMap<>(files);
    while (!left.isEmpty()) {
      List<String> names = List.copyOf(left.keySet());
      int created = store.putAllIfAbsent(left);
      left.keySet().removeAll(names.subList(0, created));
      if (!left.isEmpty()) {
        String taken = names.get(created);
        if (!Arrays.equals(store.get(taken), left.remove(taken))) {
          throw new IOException(
              "%s is there and differs from what the lake's log has; run 'tarn repair'"
                  .formatted(taken));
        }
      }
    }
  }
}
