package org.tarnlake.store.remote;

import java.io.IOException;

/** The bytes of an upload that do not stay in memory. One thread at a time. */
public interface LargeObject {
  /** Takes over a full array, or the beginning of the last one. */
  void add(byte[] bytes, int length) throws IOException;

  /** Gives the object its name unless that is taken. */
  boolean commit() throws IOException;

  /** Discards what was not committed. */
  void close() throws IOException;
}
