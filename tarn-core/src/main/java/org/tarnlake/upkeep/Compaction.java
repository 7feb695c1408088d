package org.tarnlake.upkeep;

/**
 * Writes the rows of small files, and of files of which many rows are deleted, into files of a good
 * size; no row changes, and rows that keep ids have the same ones. One thread at a time.
 *
 * <pre>{@code
 * Compacted done = lake.compact("orders").where("day >= '2024-05-01'").run();
 * }</pre>
 *
 * <p>It commits step by step, the cheapest gain first, so that what is done is done when it is
 * stopped. Each commit tells where the rows went: who deletes or changes some of them meanwhile
 * takes them where they are then, and neither has to be run again. Only in a table that forbids
 * deletion vectors they conflict, and the compaction begins that step anew.
 */
public interface Compaction {
  /**
   * Looks only at files that may hold rows of which a condition is true. Throws {@link
   * org.tarnlake.error.InvalidDataException} if it cannot be understood.
   */
  Compaction where(String condition);

  /**
   * The size of files to aim at, in bytes; 128 MiB if not told. Throws {@link
   * IllegalArgumentException} if it is not positive.
   */
  Compaction targetBytes(long bytes);

  /**
   * Runs it.
   *
   * @throws org.tarnlake.error.InvalidDataException if there is no such table
   * @throws org.tarnlake.error.UnsupportedTableException if this version may not write to the table
   * @throws org.tarnlake.error.ConflictException if others changed the table again and again so
   *     that no step could be committed; those before are
   * @throws org.tarnlake.error.StorageException if the store fails; the steps before are committed
   */
  Compacted run();
}
