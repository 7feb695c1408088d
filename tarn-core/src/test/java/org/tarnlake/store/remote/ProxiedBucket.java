package org.tarnlake.store.remote;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.tarnlake.store.remote.FaultProxy.Fate;

/** A bucket behind a proxy, with a fresh folder for each test. One thread at a time. */
public final class ProxiedBucket implements AutoCloseable {
  private final RemoteServer server;
  private final String bucket;
  private final FaultProxy proxy;
  private int folders;

  ProxiedBucket(RemoteServer server) throws IOException {
    this.server = server;
    this.bucket = server.newBucket();
    this.proxy = server.proxy();
  }

  /**
   * A store of another folder, of a server that passed the probe, in which waiting takes no time.
   */
  BucketStore openFolder() throws IOException {
    folders++;
    proxy.rule(request -> FaultProxy.PASSES);
    BucketStore store = server.open(proxy.port(), bucket, folder(), RemoteServer.withoutWaiting());
    store.put("probed", new byte[0]);
    store.delete("probed");
    proxy.takeSeen();
    return store;
  }

  public String bucket() {
    return bucket;
  }

  /** The folder that was opened last. */
  public String folder() {
    return "lake-" + folders;
  }

  /** The key of an object of that folder. */
  public String key(String name) {
    return folder() + "/" + name;
  }

  /** The address of an object of that folder. */
  public String address(String name) {
    return server.address(bucket, key(name));
  }

  public FaultProxy proxy() {
    return proxy;
  }

  /** One fate after the other for such requests, and then none. */
  public void fates(Predicate<HttpMessage> which, Fate... fates) {
    fatesBy(which, Arrays.stream(fates).<Function<HttpMessage, Fate>>map(f -> r -> f).toList());
  }

  /** As {@link #fates}; each does something before. */
  void fatesBy(Predicate<HttpMessage> which, List<Function<HttpMessage, Fate>> fates) {
    AtomicInteger count = new AtomicInteger();
    proxy.rule(
        request -> {
          int number = which.test(request) ? count.getAndIncrement() : fates.size();
          return number < fates.size() ? fates.get(number).apply(request) : FaultProxy.PASSES;
        });
  }

  @Override
  public void close() throws IOException {
    proxy.close();
  }
}
