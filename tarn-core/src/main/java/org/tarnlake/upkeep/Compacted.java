package org.tarnlake.upkeep;

import org.tarnlake.argument.Argument;

/**
 * What a compaction did. Immutable.
 *
 * @param filesBefore how many files were written anew
 * @param bytesBefore their sizes
 * @param filesAfter how many files have their rows now
 * @param bytesAfter the sizes of these
 * @param commits in how many steps
 */
public record Compacted(
    int filesBefore, long bytesBefore, int filesAfter, long bytesAfter, int commits) {
  /** Nothing was to be done. */
  public static final Compacted NOTHING = new Compacted(0, 0, 0, 0, 0);

  /** What this and a further compaction did together. */
  public Compacted and(Compacted more) {
    Argument.require(more, "more", "a Compacted");
    return new Compacted(
        filesBefore + more.filesBefore,
        bytesBefore + more.bytesBefore,
        filesAfter + more.filesAfter,
        bytesAfter + more.bytesAfter,
        commits + more.commits);
  }
}
