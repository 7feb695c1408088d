package org.tarnlake.simulation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectNames;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.Upload;

/**
 * The store as one process sees it. Every call gives way to others, and may meet any {@link Fault}
 * that the contract of {@link ObjectStore} allows. Guarded by the baton.
 */
final class SimulatedStore implements ObjectStore {
  private final World world;
  private final Peer peer;
  private final Faults faults;

  SimulatedStore(World world, Peer peer, boolean faulty) {
    this.world = world;
    this.peer = peer;
    this.faults = new Faults(world, peer, faulty);
  }

  /** What a request does when it arrives; it may arrive more than once. */
  @FunctionalInterface
  private interface Effect {
    boolean arrive();
  }

  @FunctionalInterface
  private interface Reading<T> {
    T run() throws IOException;
  }

  @Override
  public boolean putIfAbsent(String name, byte[] content) throws IOException {
    return create("put-if-absent", name, content.clone());
  }

  private boolean create(String what, String name, byte[] content) throws IOException {
    ObjectNames.check(name);
    Attempt attempt = world.running().attempt;
    return write(
        Call.CREATE,
        what,
        name,
        () -> {
          boolean created = world.cloud().create(name, content, world.conditions().lagMillis());
          if (created) {
            world.landings().landed(name, attempt);
          }
          return created;
        });
  }

  @Override
  public void put(String name, byte[] content) throws IOException {
    ObjectNames.check(name);
    byte[] copy = content.clone();
    write(
        Call.REPLACE,
        "put",
        name,
        () -> {
          world.cloud().replace(name, copy);
          return true;
        });
  }

  @Override
  public void delete(String name) throws IOException {
    ObjectNames.check(name);
    write(
        Call.DELETE,
        "delete",
        name,
        () -> {
          world.cloud().delete(name);
          return true;
        });
  }

  @Override
  public byte[] get(String name) throws IOException {
    return read(Call.READ, "get", name, () -> world.cloud().get(name));
  }

  @Override
  public byte[] getRange(String name, long offset, int length) throws IOException {
    return read(
        Call.READ, "range", name, () -> world.cloud().objects().getRange(name, offset, length));
  }

  @Override
  public long size(String name) throws IOException {
    return read(Call.READ, "size", name, () -> world.cloud().objects().size(name));
  }

  @Override
  public List<ObjectInfo> list(String prefix, String startAfter) throws IOException {
    return read(Call.LIST, "list", prefix, () -> world.cloud().list(prefix, startAfter));
  }

  @Override
  public Upload upload(String name) throws IOException {
    ObjectNames.check(name);
    return read(Call.BEGIN, "upload", name, () -> new SimulatedUpload(name));
  }

  @Override
  public String location() {
    return "simulation";
  }

  @Override
  public void close() {}

  private boolean write(Call call, String what, String name, Effect effect) throws IOException {
    Faults.Hit hit = before(call, what, name);
    Fault fault = hit.fault();
    switch (fault) {
      case LOST -> throw lost(what, name, "lost");
      case REFUSED -> {
        trace(what, name, "refused");
        throw new NothingWrittenException("refused", new IOException("made to refuse " + name));
      }
      case LATE -> {
        send(hit, effect);
        throw lost(what, name, "late");
      }
      case KILLED_SENDING -> {
        send(hit, effect);
        throw kill(what, name, "killed, the request on its way");
      }
      default -> {}
    }
    boolean result = effect.arrive();
    if (fault == Fault.DOUBLED) {
      result = effect.arrive();
    }
    switch (fault) {
      case ECHOED -> send(hit, effect);
      case UNANSWERED -> throw lost(what, name, "done, the answer lost");
      case KILLED_WAITING -> throw kill(what, name, "done, then killed");
      case SLOW_ANSWER -> {
        trace(what, name, "done, the answer on its way");
        world.sleep(slowness(hit));
      }
      default -> {}
    }
    world.cloud().told(name);
    trace(what, name, call != Call.CREATE ? "done" : result ? "created" : "taken");
    return result;
  }

  private <T> T read(Call call, String what, String name, Reading<T> reading) throws IOException {
    Faults.Hit hit = before(call, what, name);
    Fault fault = hit.fault();
    if (fault == Fault.LOST) {
      throw lost(what, name, "lost");
    }
    T result;
    try {
      result = reading.run();
    } catch (IOException e) {
      trace(what, name, "absent");
      throw e;
    }
    trace(what, name, "read");
    if (fault == Fault.SLOW_ANSWER) {
      world.sleep(slowness(hit));
    }
    return result;
  }

  /** Gives way, and meets what happens before the request is sent. */
  private Faults.Hit before(Call call, String what, String name) {
    world.running();
    peer.requireAlive();
    Faults.Hit hit = faults.next(call, name);
    Fault fault = hit.fault();
    world.pass();
    if (fault == Fault.KILLED) {
      throw kill(what, name, "killed");
    }
    if (fault == Fault.CLOCK_JUMP) {
      peer.jumpClock();
    }
    if (fault == Fault.SLOW_REQUEST) {
      world.sleep(slowness(hit));
    }
    return hit;
  }

  private Killed kill(String what, String name, String outcome) {
    trace(what, name, outcome);
    peer.kill();
    return new Killed();
  }

  private IOException lost(String what, String name, String outcome) {
    trace(what, name, outcome);
    return new IOException("no answer: " + what + " " + name);
  }

  private void trace(String what, String name, String outcome) {
    world.trace(what, name, outcome);
  }

  private void send(Faults.Hit hit, Effect effect) {
    world.late().send(world.now(), hit.random(), effect::arrive);
  }

  private static long slowness(Faults.Hit hit) {
    SplittableRandom random = hit.random();
    return 1 + random.nextLong(random.nextInt(4) == 0 ? 20_000 : 60);
  }

  /** Keeps what is written until it is committed. */
  private final class SimulatedUpload extends Upload {
    private final String name;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private boolean ended;

    SimulatedUpload(String name) {
      this.name = name;
    }

    @Override
    public void write(int b) throws IOException {
      requireOpen();
      written.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      requireOpen();
      written.write(bytes, offset, length);
    }

    @Override
    public boolean commit() throws IOException {
      requireOpen();
      ended = true;
      return create("upload", name, written.toByteArray());
    }

    @Override
    public long sizeBytes() {
      return written.size();
    }

    @Override
    public void close() {
      ended = true;
    }

    private void requireOpen() throws IOException {
      if (ended) {
        throw new IOException("the upload of %s has ended".formatted(name));
      }
    }
  }
}
