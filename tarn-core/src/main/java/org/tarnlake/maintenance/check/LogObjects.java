package org.tarnlake.maintenance.check;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;

/**
 * What lies under {@code _tarn}, by kind. Immutable.
 *
 * @param hasIdentity whether there is a {@code lake.json}
 * @param hasHint whether there is a {@code _last_checkpoint}
 * @param entries the versions of the log entries, ascending
 * @param checkpoints the versions of the lake checkpoints
 * @param drafts the names of what was written for a moment to learn the store's time
 * @param strange the names of all else
 * @param setAside how many objects were put into {@code _tarn/lost+found/}
 */
record LogObjects(
    boolean hasIdentity,
    boolean hasHint,
    List<Long> entries,
    TreeSet<Long> checkpoints,
    List<String> drafts,
    List<String> strange,
    int setAside) {

  private static final Pattern DRAFT = Pattern.compile("_tarn/clock-[0-9a-f-]{36}\\.draft");

  static LogObjects list(ObjectStore store) {
    boolean identity = false;
    boolean hint = false;
    List<Long> entries = new ArrayList<>();
    TreeSet<Long> checkpoints = new TreeSet<>();
    List<String> drafts = new ArrayList<>();
    List<String> strange = new ArrayList<>();
    int setAside = 0;
    for (ObjectInfo object : StoreAccess.list(store, "_tarn/", "")) {
      String name = object.name();
      if (name.equals(LakeNames.IDENTITY)) {
        identity = true;
      } else if (name.equals(LakeNames.LAST_CHECKPOINT)) {
        hint = true;
      } else if (LakeNames.entryVersion(name) > 0) {
        entries.add(LakeNames.entryVersion(name));
      } else if (LakeNames.checkpointVersion(name) > 0) {
        checkpoints.add(LakeNames.checkpointVersion(name));
      } else if (name.startsWith(LakeNames.LOST_AND_FOUND)) {
        setAside++;
      } else if (DRAFT.matcher(name).matches()) {
        drafts.add(name);
      } else if (!name.equals(LakeNames.UNFINISHED_BACKUP)) {
        // A backup that was killed as it ended leaves that mark, and the next one deletes it.
        strange.add(name);
      }
    }
    return new LogObjects(identity, hint, entries, checkpoints, drafts, strange, setAside);
  }

  boolean isEmpty() {
    return !hasIdentity && !hasHint && entries.isEmpty() && checkpoints.isEmpty();
  }

  /** The newest version that an entry or a checkpoint speaks of; 0 if there is none. */
  long newest() {
    long entry = entries.isEmpty() ? 0 : entries.get(entries.size() - 1);
    return checkpoints.isEmpty() ? entry : Math.max(entry, checkpoints.last());
  }
}
