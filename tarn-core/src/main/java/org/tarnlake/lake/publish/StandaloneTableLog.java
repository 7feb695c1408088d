package org.tarnlake.lake.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.RatifiedEntry;

/**
 * The log of a Delta table of its own: what is ratified stands there already. Its followers follow
 * this process's commits only. One thread at a time.
 */
record StandaloneTableLog(LakeLog log, Followers followers) implements TableLogs {
  @Override
  public void retryLagging(boolean atOnce) {
    // It cannot lag behind itself.
  }

  @Override
  public long resume(long from, long newest) {
    return from;
  }

  @Override
  public void publish(long from, long to) {
    List<PublishedCommit> commits = new ArrayList<>();
    for (long version = from + 1; version <= to; version++) {
      RatifiedEntry entry = log.entry(version);
      CatalogTable table = entry.after().catalog().findById(CatalogTable.STANDALONE);
      if (entry.isDurable() && table != null) {
        commits.add(new PublishedCommit(table, entry, version));
      }
    }
    // From here on nothing fails, so that nothing is told twice.
    for (PublishedCommit commit : commits) {
      followers.published(commit);
      followers.caughtUp(commit);
    }
    followers.roundPublished(1);
  }

  @Override
  public void forget(Predicate<String> isGone) {
    // It never leaves.
  }
}
