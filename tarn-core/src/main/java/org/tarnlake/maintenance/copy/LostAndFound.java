package org.tarnlake.maintenance.copy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;

/**
 * Where objects are put that the lake's log does not vouch for: {@code _tarn/lost+found/<n>/}, with
 * a number that was not used before, under the names that they had. One thread at a time.
 *
 * <p>Invariant: an object is deleted only when a copy with the same bytes is there. So whoever is
 * killed half-way leaves it in both places, and the next one deletes it without another copy.
 */
public final class LostAndFound {
  private static final Pattern COPY =
      Pattern.compile(Pattern.quote(LakeNames.LOST_AND_FOUND) + "([0-9]{1,9})/(.+)");

  private final ObjectStore store;
  private final int number;
  private final Map<String, List<String>> copies = new HashMap<>();

  public LostAndFound(ObjectStore store) {
    this.store = store;
    int last = 0;
    for (ObjectInfo each : StoreAccess.list(store, LakeNames.LOST_AND_FOUND, "")) {
      Matcher match = COPY.matcher(each.name());
      if (match.matches()) {
        last = Math.max(last, Integer.parseInt(match.group(1)));
        copies.computeIfAbsent(match.group(2), name -> new ArrayList<>()).add(each.name());
      }
    }
    this.number = last + 1;
  }

  /**
   * Moves an object, if it is there.
   *
   * @param isStillRight asked right before the object is deleted, when its copy is there; it is
   *     left if not
   * @return whether it was moved
   */
  public boolean move(String object, BooleanSupplier isStillRight) throws IOException {
    try {
      long crc32c = Pieces.crc32c(store, object);
      boolean isMoved = isCopied(object);
      for (int n = number; !isMoved; n++) {
        // What had the name before, and was moved, too, keeps its place.
        String name = LakeNames.LOST_AND_FOUND + n + "/" + object;
        isMoved = store.copy(store, object, name) || Pieces.isSame(store, object, store, name);
        copies.computeIfAbsent(object, key -> new ArrayList<>()).add(name);
      }
      // Copying takes its time, in which others may have put something else in its place.
      if (!isStillRight.getAsBoolean() || Pieces.crc32c(store, object) != crc32c) {
        return false;
      }
    } catch (NoSuchFileException e) {
      return false;
    }
    store.delete(object);
    return true;
  }

  private boolean isCopied(String object) throws IOException {
    for (String copy : copies.getOrDefault(object, List.of())) {
      if (Pieces.isSame(store, object, store, copy)) {
        return true;
      }
    }
    return false;
  }
}
