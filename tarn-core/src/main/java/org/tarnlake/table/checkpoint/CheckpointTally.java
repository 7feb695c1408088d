package org.tarnlake.table.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What was counted in a checkpoint: once from the state while writing, and once from the bytes that
 * were written. The order of the rows counts too. One thread at a time.
 */
final class CheckpointTally {
  private final CRC32C content = new CRC32C();
  private long adds;
  private long addedBytes;
  private long removes;
  private long others;

  void add(byte[] path, long sizeBytes, byte @Nullable [] statistics) {
    adds++;
    addedBytes += sizeBytes;
    content.update(path);
    number(sizeBytes);
    if (statistics != null) {
      content.update(statistics);
    }
  }

  void remove(byte[] path) {
    removes++;
    content.update(path);
  }

  /**
   * Counts one of the few rows that are compared as a whole.
   *
   * @param canonical as {@link org.tarnlake.row.RowValues} makes it
   */
  void other(Object canonical) {
    others++;
    content.update(Arrays.deepToString(new Object[] {canonical}).getBytes(UTF_8));
  }

  private void number(long value) {
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      content.update((int) (value >>> shift) & 0xFF);
    }
  }

  long adds() {
    return adds;
  }

  long addedBytes() {
    return addedBytes;
  }

  /** How many rows there are. */
  long actions() {
    return adds + removes + others;
  }

  boolean isSame(CheckpointTally that) {
    return adds == that.adds
        && addedBytes == that.addedBytes
        && removes == that.removes
        && others == that.others
        && content.getValue() == that.content.getValue();
  }

  @Override
  public String toString() {
    return "%s adds of %s bytes, %s removes and %s other actions with the checksum %s"
        .formatted(adds, addedBytes, removes, others, content.getValue());
  }
}
