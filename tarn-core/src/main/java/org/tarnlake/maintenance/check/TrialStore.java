package org.tarnlake.maintenance.check;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectNames;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.Upload;

/**
 * A store on which a repair is tried: it shows what would be there, and the store below stays as it
 * is. What goes to {@code _tarn/lost+found/} is not kept. One thread at a time.
 */
public final class TrialStore implements ObjectStore {
  private final ObjectStore store;
  private final Map<String, byte[]> written = new TreeMap<>(ObjectNames.ORDER);
  private final Set<String> gone = new HashSet<>();

  public TrialStore(ObjectStore store) {
    this.store = store;
  }

  /** The store below, which is only read. */
  ObjectStore real() {
    return store;
  }

  @Override
  public boolean putIfAbsent(String name, byte[] content) throws IOException {
    try {
      size(name);
      return false;
    } catch (NoSuchFileException e) {
      put(name, content);
      return true;
    }
  }

  @Override
  public void put(String name, byte[] content) {
    written.put(name, name.startsWith(LakeNames.LOST_AND_FOUND) ? new byte[0] : content.clone());
  }

  @Override
  public Upload upload(String name) {
    return new Upload() {
      private final boolean isKept = !name.startsWith(LakeNames.LOST_AND_FOUND);
      private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
      private long size;

      @Override
      public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        size += length;
        if (isKept) {
          kept.write(bytes, offset, length);
        }
      }

      @Override
      public boolean commit() throws IOException {
        return putIfAbsent(name, kept.toByteArray());
      }

      @Override
      public long sizeBytes() {
        return size;
      }

      @Override
      public void close() {}
    };
  }

  private byte @Nullable [] found(String name) throws NoSuchFileException {
    byte[] content = written.get(name);
    if (content == null && gone.contains(name)) {
      throw new NoSuchFileException(name);
    }
    return content;
  }

  @Override
  public byte[] get(String name) throws IOException {
    byte[] content = found(name);
    return content == null ? store.get(name) : content.clone();
  }

  @Override
  public byte[] getRange(String name, long offset, int length) throws IOException {
    byte[] content = found(name);
    if (content == null) {
      return store.getRange(name, offset, length);
    }
    int from = (int) Math.min(offset, content.length);
    return Arrays.copyOfRange(content, from, Math.min(content.length, from + length));
  }

  @Override
  public long size(String name) throws IOException {
    byte[] content = found(name);
    return content == null ? store.size(name) : content.length;
  }

  @Override
  public List<ObjectInfo> list(String prefix, String startAfter) throws IOException {
    Map<String, ObjectInfo> all = new TreeMap<>(ObjectNames.ORDER);
    for (ObjectInfo each : store.list(prefix, startAfter)) {
      if (!gone.contains(each.name())) {
        all.put(each.name(), each);
      }
    }
    written.forEach(
        (name, content) -> {
          if (name.startsWith(prefix) && ObjectNames.ORDER.compare(name, startAfter) > 0) {
            all.put(name, new ObjectInfo(name, content.length, 0));
          }
        });
    return List.copyOf(all.values());
  }

  @Override
  public void delete(String name) {
    written.remove(name);
    gone.add(name);
  }

  @Override
  public String location() {
    return store.location();
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
