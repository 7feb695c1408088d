package org.tarnlake.maintenance.check;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.ForwardingStore;

/** A store in which files that are missing are looked for in the log. One thread at a time. */
final class UnpublishedFiles extends ForwardingStore {
  private final Log log;

  /** Where files are that are not published yet. */
  @FunctionalInterface
  interface Log {
    /** The content of a file; null if it has to be in the store. */
    byte @Nullable [] find(String object);
  }

  UnpublishedFiles(ObjectStore store, Log log) {
    super(store);
    this.log = log;
  }

  @Override
  public byte[] get(String name) throws IOException {
    try {
      return super.get(name);
    } catch (NoSuchFileException e) {
      return inLog(name, e).clone();
    }
  }

  @Override
  public byte[] getRange(String name, long offset, int length) throws IOException {
    try {
      return super.getRange(name, offset, length);
    } catch (NoSuchFileException e) {
      byte[] content = inLog(name, e);
      Objects.checkFromIndexSize(offset, length, Long.MAX_VALUE);
      int from = (int) Math.min(offset, content.length);
      return Arrays.copyOfRange(content, from, from + Math.min(length, content.length - from));
    }
  }

  @Override
  public long size(String name) throws IOException {
    try {
      return super.size(name);
    } catch (NoSuchFileException e) {
      return inLog(name, e).length;
    }
  }

  private byte[] inLog(String name, NoSuchFileException missing) throws NoSuchFileException {
    byte[] content = log.find(name);
    if (content == null) {
      throw missing;
    }
    return content;
  }
}
