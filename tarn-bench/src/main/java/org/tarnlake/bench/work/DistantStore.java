package org.tarnlake.bench.work;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.tarnlake.env.Environment;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.Upload;
import org.tarnlake.store.access.ForwardingStore;

/**
 * A store that is as far away as one likes: each request takes some time more, half of it before
 * the store does what was asked. It counts them, and the bytes of both ways. Safe for many threads.
 */
final class DistantStore extends ForwardingStore {
  private final Environment.Pause pause = Environment.system().pause();
  private final Duration half;
  private final Predicate<String> watchedNames;
  private final Sum all = new Sum();
  private final Sum watched = new Sum();
  private final ThreadLocal<Sum> ofThread = ThreadLocal.withInitial(Sum::new);
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger mostUnderWay = new AtomicInteger();

  /** Requests, and the bytes of objects that they carried there and back. */
  record Traffic(long requests, long bytes) {
    Traffic since(Traffic before) {
      return new Traffic(requests - before.requests, bytes - before.bytes);
    }
  }

  private static final class Sum {
    private final LongAdder requests = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    void add(long count) {
      requests.increment();
      bytes.add(count);
    }

    Traffic now() {
      return new Traffic(requests.sum(), bytes.sum());
    }
  }

  @FunctionalInterface
  private interface Request<T> {
    T send() throws IOException;
  }

  DistantStore(ObjectStore store, long millis) {
    this(store, millis, name -> false);
  }

  DistantStore(ObjectStore store, long millis, Predicate<String> watchedNames) {
    super(store);
    this.half = Duration.ofMillis(millis).dividedBy(2);
    this.watchedNames = watchedNames;
  }

  Traffic all() {
    return all.now();
  }

  /** What the calling thread asked for. */
  Traffic ofThread() {
    return ofThread.get().now();
  }

  /** What was asked of objects with watched names. */
  Traffic watched() {
    return watched.now();
  }

  /** How many requests were under way at a time, at most. */
  int mostUnderWay() {
    return mostUnderWay.get();
  }

  private <T> T ask(Request<T> request) throws IOException {
    mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
    try {
      if (half.isZero()) {
        return request.send();
      }
      pause.pause(half);
      T answer = request.send();
      pause.pause(half);
      return answer;
    } finally {
      underWay.decrementAndGet();
    }
  }

  private void count(String name, long bytes) {
    all.add(bytes);
    ofThread.get().add(bytes);
    if (watchedNames.test(name)) {
      watched.add(bytes);
    }
  }

  @Override
  public boolean putIfAbsent(String name, byte[] content) throws IOException {
    count(name, content.length);
    return ask(() -> super.putIfAbsent(name, content));
  }

  /** Counts and waits at its end, as for a put. */
  @Override
  public Upload upload(String name) throws IOException {
    return new ForwardingUpload(super.upload(name)) {
      @Override
      public boolean commit() throws IOException {
        count(name, sizeBytes());
        return ask(super::commit);
      }
    };
  }

  @Override
  public void put(String name, byte[] content) throws IOException {
    count(name, content.length);
    ask(
        () -> {
          super.put(name, content);
          return true;
        });
  }

  @Override
  public byte[] get(String name) throws IOException {
    return read(name, () -> super.get(name));
  }

  @Override
  public byte[] getRange(String name, long offset, int length) throws IOException {
    return read(name, () -> super.getRange(name, offset, length));
  }

  private byte[] read(String name, Request<byte[]> request) throws IOException {
    long bytes = 0;
    try {
      byte[] content = ask(request);
      bytes = content.length;
      return content;
    } finally {
      count(name, bytes);
    }
  }

  @Override
  public List<ObjectInfo> list(String prefix, String startAfter) throws IOException {
    count(prefix, 0);
    return ask(() -> super.list(prefix, startAfter));
  }

  @Override
  public void delete(String name) throws IOException {
    count(name, 0);
    ask(
        () -> {
          super.delete(name);
          return true;
        });
  }

  @Override
  public long size(String name) throws IOException {
    count(name, 0);
    return ask(() -> super.size(name));
  }

  @Override
  public boolean isLocal() {
    return false;
  }
}
