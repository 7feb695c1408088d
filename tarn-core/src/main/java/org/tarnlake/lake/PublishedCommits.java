package org.tarnlake.lake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.work.Parallel;

/**
 * The published commits of a table, asked for in the order of their versions. Where the store is
 * far away, those that come next are read at the same time. One thread at a time.
 */
final class PublishedCommits {
  /** How many commits are read together at first, and then, as long as they are small. */
  private static final int FIRST = 8;

  private static final int MOST = 32;
  private static final long SMALL_BYTES = 4 << 20;

  private final LakeLog log;
  private final CatalogTable table;
  private final long through;
  private final Map<Long, byte[]> ahead = new HashMap<>();
  private long readThrough = -1;
  private int width;

  /**
   * @param through no later version is going to be asked for
   */
  PublishedCommits(LakeLog log, CatalogTable table, long through) {
    this.log = log;
    this.table = table;
    this.through = through;
    this.width = log.store().isLocal() ? 1 : FIRST;
  }

  /** The lines of a commit; null if it is absent. */
  @Nullable CommitLines find(long version) {
    RatifiedEntry known = log.format().entriesAreCommits() ? log.recent(version) : null;
    if (known != null) {
      return known.lines(table.id());
    }
    if (version > readThrough) {
      readFrom(version);
    }
    byte[] bytes = ahead.remove(version);
    return bytes == null ? null : CommitLines.ofBytes(bytes).parsed(object(version));
  }

  private void readFrom(long version) {
    readThrough = Math.min(through, version + width - 1);
    List<Supplier<byte @Nullable []>> questions = new ArrayList<>();
    for (long each = version; each <= readThrough; each++) {
      String object = object(each);
      questions.add(() -> StoreAccess.find(log.store(), object));
    }
    long bytes = 0;
    long each = version;
    for (byte[] found : Parallel.<byte @Nullable []>all(log.background(), width, questions)) {
      if (found != null) {
        ahead.put(each, found);
        bytes += found.length;
      }
      each++;
    }
    if (width > 1) {
      width = bytes <= SMALL_BYTES ? MOST : FIRST;
    }
  }

  private String object(long version) {
    return DeltaNames.commit(table.location(), version);
  }
}
