package org.tarnlake.store;

import java.io.IOException;
import java.io.OutputStream;

/**
 * An object being written; it has no name before {@link #commit}. One thread at a time. Closing an
 * uncommitted upload discards it; closing twice is harmless.
 */
public abstract class Upload extends OutputStream {
  protected Upload() {}

  /**
   * Gives the object its name, with the guarantees of {@link ObjectStore#putIfAbsent}.
   *
   * @return whether this call created it
   * @throws IOException if the outcome is unknown
   */
  public abstract boolean commit() throws IOException;

  /** How many bytes have been written. */
  public abstract long sizeBytes();

  /** Discards what was written unless it was committed. */
  @Override
  public abstract void close() throws IOException;
}
