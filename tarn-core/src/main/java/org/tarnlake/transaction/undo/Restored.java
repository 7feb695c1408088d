package org.tarnlake.transaction.undo;

/**
 * What comes back to a table and goes from it. Immutable.
 *
 * @param rowsBack -1 if neither statistics nor vectors tell
 * @param rowsGone -1 if neither statistics nor vectors tell
 * @param filesBack without those that stay and get rows back
 * @param filesGone without those that stay and lose rows
 * @param changesHead whether schema, properties or protocol become others
 */
public record Restored(
    long rowsBack, long rowsGone, int filesBack, int filesGone, boolean changesHead) {
  public static final Restored NONE = new Restored(0, 0, 0, 0, false);

  Restored and(long moreBack, long moreGone, int moreFilesBack, int moreFilesGone) {
    return new Restored(
        sum(rowsBack, moreBack),
        sum(rowsGone, moreGone),
        filesBack + moreFilesBack,
        filesGone + moreFilesGone,
        changesHead);
  }

  Restored withHead(boolean changes) {
    return new Restored(rowsBack, rowsGone, filesBack, filesGone, changes);
  }

  /** Without rows that were deleted since from files that come back. */
  Restored without(long rows) {
    long rest = rowsBack < 0 ? -1 : rowsBack - rows;
    return new Restored(rest, rowsGone, filesBack, filesGone, changesHead);
  }

  /** Whether nothing comes or goes. */
  public boolean isNothing() {
    return equals(NONE);
  }

  private static long sum(long rows, long more) {
    return rows < 0 || more < 0 ? -1 : rows + more;
  }
}
