package org.tarnlake.table.checkpoint;

import org.tarnlake.data.read.DataFile;

/** What a checkpoint of Tarn's says in its footer of the commit that it ends with. Stateless. */
public final class CheckpointSeal {
  /** Of a checkpoint that does not tell. */
  public static final long NONE = -1;

  /** The key in the footer; its value is in decimal digits. */
  static final String KEY = "tarn.commitCrc32c";

  private CheckpointSeal() {}

  /** The CRC-32C of the bytes of the commit that a checkpoint ends with; else {@link #NONE}. */
  public static long of(DataFile checkpoint) {
    String text = checkpoint.property(KEY);
    try {
      return text == null ? NONE : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return NONE;
    }
  }
}
