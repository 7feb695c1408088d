package org.tarnlake.data.read;

import org.tarnlake.data.bytes.Slice;

/**
 * A data page, decompressed.
 *
 * @param entries how many values it has, nulls included
 * @param repetitions the repetition levels in runs, without their length; empty if there are none
 * @param definitions the definition levels, likewise
 * @param coding how the values stand in {@code values}
 */
record DataPage(int entries, Slice repetitions, Slice definitions, Coding coding, Slice values) {

  enum Coding {
    PLAIN,
    /** Numbers of dictionary entries, behind a byte with their width. */
    DICTIONARY,
    /** Booleans in runs. */
    RUNS
  }

  /** A dictionary page as a data page without levels. */
  static DataPage of(ChunkPages.Dictionary page) {
    Slice none = page.values().part(0, 0);
    return new DataPage(page.entries(), none, none, Coding.PLAIN, page.values());
  }
}
