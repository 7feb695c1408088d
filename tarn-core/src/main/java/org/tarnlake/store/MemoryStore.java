package org.tarnlake.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import org.tarnlake.argument.Argument;
import org.tarnlake.env.Environment;

/**
 * Objects in the memory of this process, for tests and short-lived lakes. Safe for many threads.
 * The objects live as long as the store is reachable; closing it changes nothing.
 */
public final class MemoryStore implements ObjectStore {
  private final ConcurrentSkipListMap<String, Content> objects =
      new ConcurrentSkipListMap<>(ObjectNames.ORDER);
  private final InstantSource clock;

  /** An empty store with the clock of the process. */
  public MemoryStore() {
    this(Environment.system().clock());
  }

  /** An empty store whose objects are dated by {@code clock}. */
  public MemoryStore(InstantSource clock) {
    Argument.require(clock, "clock", "an InstantSource");
    this.clock = clock;
  }

  /** The bytes are never changed and never handed out. */
  private static final class Content {
    final byte[] bytes;
    final long modifiedMillis;

    Content(byte[] bytes, long modifiedMillis) {
      this.bytes = bytes;
      this.modifiedMillis = modifiedMillis;
    }
  }

  @Override
  public boolean putIfAbsent(String name, byte[] content) {
    Argument.require(content, "content", "a byte array");
    return create(ObjectNames.check(name), content.clone());
  }

  private boolean create(String name, byte[] owned) {
    return objects.putIfAbsent(name, new Content(owned, clock.millis())) == null;
  }

  @Override
  public Upload upload(String name) {
    return new MemoryUpload(ObjectNames.check(name));
  }

  @Override
  public void put(String name, byte[] content) {
    Argument.require(content, "content", "a byte array");
    objects.put(ObjectNames.check(name), new Content(content.clone(), clock.millis()));
  }

  @Override
  public byte[] get(String name) throws IOException {
    return find(name).bytes.clone();
  }

  @Override
  public byte[] getRange(String name, long offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, Long.MAX_VALUE);
    byte[] bytes = find(name).bytes;
    int from = (int) Math.min(offset, bytes.length);
    return Arrays.copyOfRange(bytes, from, from + Math.min(length, bytes.length - from));
  }

  @Override
  public List<ObjectInfo> list(String prefix, String startAfter) {
    Argument.require(startAfter, "startAfter", "a String");
    ObjectNames.checkPrefix(prefix);
    boolean afterPrefix = ObjectNames.ORDER.compare(startAfter, prefix) >= 0;
    var candidates = afterPrefix ? objects.tailMap(startAfter, false) : objects.tailMap(prefix);
    List<ObjectInfo> found = new ArrayList<>();
    for (var entry : candidates.entrySet()) {
      String name = entry.getKey();
      if (!name.startsWith(prefix)) {
        break;
      }
      Content content = entry.getValue();
      found.add(new ObjectInfo(name, content.bytes.length, content.modifiedMillis));
    }
    return Collections.unmodifiableList(found);
  }

  @Override
  public void delete(String name) {
    objects.remove(ObjectNames.check(name));
  }

  @Override
  public long size(String name) throws IOException {
    return find(name).bytes.length;
  }

  @Override
  public String location() {
    return "memory";
  }

  @Override
  public void close() {}

  private Content find(String name) throws NoSuchFileException {
    Content content = objects.get(ObjectNames.check(name));
    if (content == null) {
      throw new NoSuchFileException(name);
    }
    return content;
  }

  private final class MemoryUpload extends Upload {
    private final String name;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private boolean ended;

    MemoryUpload(String name) {
      this.name = name;
    }

    @Override
    public void write(int b) throws IOException {
      checkOpen();
      written.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      checkOpen();
      written.write(bytes, offset, length);
    }

    @Override
    public boolean commit() throws IOException {
      checkOpen();
      ended = true;
      return create(name, written.toByteArray());
    }

    @Override
    public long sizeBytes() {
      return written.size();
    }

    @Override
    public void close() {
      ended = true;
    }

    private void checkOpen() throws IOException {
      if (ended) {
        throw new IOException("the upload of %s has ended".formatted(name));
      }
    }
  }
}
