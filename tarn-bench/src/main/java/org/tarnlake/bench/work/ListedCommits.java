package org.tarnlake.bench.work;

import java.util.List;

/** A contender that can tell which rows it holds. One thread at a time. */
public interface ListedCommits extends Commits {

  /** The ids of all rows. */
  List<Long> ids() throws Exception;
}
