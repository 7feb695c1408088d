package org.tarnlake.store.remote;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.tarnlake.argument.Argument;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectNames;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.Upload;

/**
 * Objects of a bucket below a prefix, with all that {@link ObjectStore} says of stores on servers.
 * Safe for many threads.
 */
public final class RemoteStore implements ObjectStore {
  private final Remote remote;
  private final RemoteObjects objects;
  private final RemoteNames names;
  private final ConditionalWrite conditional;
  private final ConditionProbe probe;
  private final int pieceBytes;
  private volatile boolean closed;

  /**
   * @param pieceBytes what an upload keeps in memory, and the size of its pieces
   */
  public RemoteStore(Remote remote, int pieceBytes) {
    this.remote = remote;
    this.objects = remote.objects();
    this.names = remote.names();
    this.conditional = new ConditionalWrite(remote);
    this.probe = new ConditionProbe(remote);
    this.pieceBytes = pieceBytes;
  }

  @Override
  public boolean putIfAbsent(String name, byte[] content) throws IOException {
    String key = names.key(name);
    Argument.require(content, "content", "a byte array");
    return create(name, key, content, content.length);
  }

  /** Creates an object of the first bytes of an array. */
  boolean create(String name, String key, byte[] content, int length) throws IOException {
    probe.require();
    if (closed) {
      throw new NothingWrittenException(
          "cannot create %s: the store is closed".formatted(names.location(name)),
          new IllegalStateException("closed"));
    }
    String token = remote.newToken();
    return conditional.run(
        new ConditionalWrite.Write(
            name,
            key,
            token,
            length == content.length ? content : Arrays.copyOf(content, length),
            () -> objects.create(key, content, length, token)));
  }

  /** Starts an object that does not stay in memory. */
  LargeObject startLarge(String name, String key) throws IOException {
    probe.require();
    return objects.startLarge(remote, name, key);
  }

  @Override
  public Upload upload(String name) {
    return new RemoteUpload(this, name, names.key(name), pieceBytes);
  }

  @Override
  public void put(String name, byte[] content) throws IOException {
    String key = names.key(name);
    Argument.require(content, "content", "a byte array");
    probe.require();
    try {
      heldBack(() -> objects.put(key, content));
    } catch (RuntimeException e) {
      throw remote.failure("write", name, e);
    }
  }

  @Override
  public byte[] get(String name) throws IOException {
    String key = names.key(name);
    return read("read", name, () -> objects.get(key));
  }

  @Override
  public byte[] getRange(String name, long offset, int length) throws IOException {
    String key = names.key(name);
    Objects.checkFromIndexSize(offset, length, Long.MAX_VALUE);
    if (length == 0) {
      size(name);
      return new byte[0];
    }
    return read("read", name, () -> objects.getRange(key, offset, length));
  }

  @Override
  public long size(String name) throws IOException {
    String key = names.key(name);
    return read("look for", name, () -> objects.head(key)).sizeBytes();
  }

  private <T> T read(String doing, String name, Supplier<T> request) throws IOException {
    try {
      return Interrupts.heldBack(request);
    } catch (RuntimeException e) {
      throw remote.readFailure(doing, name, e);
    }
  }

  @Override
  public List<ObjectInfo> list(String prefix, String startAfter) throws IOException {
    ObjectNames.checkPrefix(prefix);
    Argument.require(startAfter, "startAfter", "a String");
    List<RemoteObjects.Listed> listed;
    try {
      listed =
          Interrupts.heldBack(
              () ->
                  objects.list(
                      names.keyPrefix(prefix),
                      startAfter.isEmpty() ? null : names.startKey(startAfter)));
    } catch (RuntimeException e) {
      throw remote.failure("list", prefix, e);
    }
    List<ObjectInfo> found = new ArrayList<>();
    for (RemoteObjects.Listed each : listed) {
      String name = names.name(each.key());
      // Some servers know no start, and S3Proxy takes a dot for a folder.
      if (name != null
          && name.startsWith(prefix)
          && ObjectNames.ORDER.compare(name, startAfter) > 0) {
        found.add(new ObjectInfo(name, each.sizeBytes(), each.modifiedMillis()));
      }
    }
    // Some servers keep no order, or another one; the others cost one pass.
    found.sort(Comparator.comparing(ObjectInfo::name, ObjectNames.ORDER));
    return found;
  }

  @Override
  public void delete(String name) throws IOException {
    String key = names.key(name);
    try {
      heldBack(() -> objects.delete(key));
    } catch (RuntimeException e) {
      if (!objects.isMissing(e)) {
        throw remote.failure("delete", name, e);
      }
    }
  }

  private static void heldBack(Runnable request) {
    Interrupts.heldBack(
        () -> {
          request.run();
          return true;
        });
  }

  @Override
  public String identity() {
    return objects.endpoint() + " " + names.location();
  }

  @Override
  public String location() {
    return names.location();
  }

  @Override
  public void close() {
    closed = true;
    objects.close();
  }
}
