package org.tarnlake.simulation;

import java.io.IOException;
import java.util.Arrays;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.ForwardingStore;

/** The files that entries name: also those that travel in them and are not published yet. */
final class RatifiedFiles extends ForwardingStore {
  private final StoreRules rules;

  RatifiedFiles(ObjectStore store, StoreRules rules) {
    super(store);
    this.rules = rules;
  }

  @Override
  public byte[] getRange(String name, long offset, int length) throws IOException {
    byte[] content = rules.content(name);
    if (content == null) {
      return super.getRange(name, offset, length);
    }
    int from = (int) Math.min(offset, content.length);
    return Arrays.copyOfRange(content, from, from + Math.min(length, content.length - from));
  }
}
