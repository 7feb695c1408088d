package org.tarnlake.table.write;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.Upload;
import org.tarnlake.store.access.ForwardingStore;
import org.tarnlake.store.access.StoreAccess;

/**
 * A store to write new files to that holds small ones back, in memory: their log entry is to carry
 * them. What does not fit is written at once. Safe for many threads.
 */
public final class HeldFiles extends ForwardingStore {
  private final Map<String, byte[]> held = new ConcurrentHashMap<>();
  private final AtomicLong room;

  /**
   * @param bytes how much may be held in all
   */
  public HeldFiles(ObjectStore store, long bytes) {
    super(store);
    this.room = new AtomicLong(bytes);
  }

  /** The content of a file that is held; null of any other. */
  public byte @Nullable [] find(String name) {
    return held.get(name);
  }

  /** Lets go of all other files. */
  public void retain(Set<String> names) {
    held.keySet().stream().filter(name -> !names.contains(name)).forEach(this::letGo);
  }

  private boolean letGo(String name) {
    byte[] content = held.remove(name);
    if (content != null) {
      room.addAndGet(content.length);
    }
    return content != null;
  }

  @Override
  public boolean putIfAbsent(String name, byte[] content) throws IOException {
    if (!takeRoom(content.length)) {
      return super.putIfAbsent(name, content);
    }
    return held.putIfAbsent(name, content) == null;
  }

  @Override
  public Upload upload(String name) {
    return new HeldUpload(name);
  }

  @Override
  public void delete(String name) throws IOException {
    if (!letGo(name)) {
      super.delete(name);
    }
  }

  private boolean takeRoom(long bytes) {
    if (room.addAndGet(-bytes) >= 0) {
      return true;
    }
    room.addAndGet(bytes);
    return false;
  }

  /** Holds what is written, until there is no room: then all goes to the store. */
  private final class HeldUpload extends Upload {
    private final String name;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private @Nullable Upload written;

    HeldUpload(String name) {
      this.name = name;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      Upload upload = written;
      if (upload == null && takeRoom(length)) {
        content.write(bytes, offset, length);
        return;
      }
      if (upload == null) {
        upload =
            StoreAccess.ask(
                "write %s in %s".formatted(name, location()),
                "nothing was committed, try again when it is mended",
                () -> inner().upload(name));
        written = upload;
        content.writeTo(upload);
        giveBack();
      }
      upload.write(bytes, offset, length);
    }

    private void giveBack() {
      room.addAndGet(content.size());
      content.reset();
    }

    @Override
    public boolean commit() throws IOException {
      Upload upload = written;
      if (upload != null) {
        return upload.commit();
      }
      byte[] all = content.toByteArray();
      if (held.putIfAbsent(name, all) != null) {
        return false;
      }
      // The room is taken by the file from now on.
      content.reset();
      return true;
    }

    @Override
    public long sizeBytes() {
      Upload upload = written;
      return upload == null ? content.size() : upload.sizeBytes();
    }

    @Override
    public void close() throws IOException {
      giveBack();
      Upload upload = written;
      if (upload != null) {
        upload.close();
      }
    }
  }
}
