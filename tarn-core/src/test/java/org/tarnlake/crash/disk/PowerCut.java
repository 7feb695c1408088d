package org.tarnlake.crash.disk;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** Which of the changes that were not synced a power cut leaves. */
public enum PowerCut {
  /** None: the disk had written nothing yet. */
  LOSES_ALL,

  /** All entries of folders, and little of what they name, as without ordering of data. */
  KEEPS_NAMES_LOSES_CONTENT,

  /** All: the disk had just written everything. */
  KEEPS_ALL,

  /** Those before some moment, as a journal does. */
  KEEPS_THE_FIRST,

  /** Any of them, in the order they were made. */
  KEEPS_SOME,

  /** Any of them, the order being lost. */
  KEEPS_SOME_REORDERED;

  /** One of them. */
  public static PowerCut any(SplittableRandom random) {
    return values()[random.nextInt(values().length)];
  }

  <T> List<T> kept(List<T> changes, SplittableRandom random) {
    List<T> kept = new ArrayList<>(changes);
    switch (this) {
      case LOSES_ALL -> kept.clear();
      case KEEPS_NAMES_LOSES_CONTENT, KEEPS_ALL -> {}
      case KEEPS_THE_FIRST -> kept = kept.subList(0, random.nextInt(kept.size() + 1));
      case KEEPS_SOME -> kept.removeIf(change -> random.nextBoolean());
      case KEEPS_SOME_REORDERED -> {
        kept.removeIf(change -> random.nextBoolean());
        Collections.shuffle(kept, new Random(random.nextLong()));
      }
    }
    return kept;
  }

  boolean keepsContent(SplittableRandom random) {
    return switch (this) {
      case LOSES_ALL, KEEPS_NAMES_LOSES_CONTENT -> false;
      case KEEPS_ALL -> true;
      case KEEPS_THE_FIRST, KEEPS_SOME, KEEPS_SOME_REORDERED -> random.nextBoolean();
    };
  }
}
