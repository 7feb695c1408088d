package org.tarnlake.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.access.ForwardingStore;

/**
 * A store that fails when told to, and counts and records the calls it gets. Safe for many threads.
 *
 * <p>A fault is set for the calls that match a predicate, and stays until {@link #heal}. It happens
 * before the call has its effect, after it (the answer is lost), or before it with the effect
 * following at {@link #deliver} (the request is late). After a crash every call fails, on uploads
 * begun before too. Every fault is an {@link IOException} whose message tells the call.
 */
public final class FaultyStore extends ForwardingStore {
  /** What a call asks of the store. Writing to an upload and closing it are no calls. */
  public enum Operation {
    PUT_IF_ABSENT,
    UPLOAD,
    COMMIT,
    PUT,
    GET,
    GET_RANGE,
    LIST,
    DELETE,
    SIZE
  }

  /**
   * One call.
   *
   * @param number counts all calls from 1
   * @param operationNumber counts the calls of its operation from 1
   * @param name the object's name, or the prefix of a listing
   * @param bytes the bytes written, or asked for by a range; 0 for the rest
   */
  public record Call(
      long number, long operationNumber, Operation operation, String name, long bytes) {

    /** Whether it may change what is in the store. */
    public boolean isWrite() {
      return switch (operation) {
        case PUT_IF_ABSENT, COMMIT, PUT, DELETE -> true;
        case UPLOAD, GET, GET_RANGE, LIST, SIZE -> false;
      };
    }

    @Override
    public String toString() {
      return "call %d, %s %d of '%s', %d bytes"
          .formatted(number, operation, operationNumber, name, bytes);
    }
  }

  private enum Moment {
    REFUSED,
    BEFORE,
    AFTER,
    LATE
  }

  private record Fault(Moment moment, Predicate<Call> calls, boolean crash, @Nullable Error error) {
    Fault(Moment moment, Predicate<Call> calls, boolean crash) {
      this(moment, calls, crash, null);
    }
  }

  @FunctionalInterface
  private interface Effect<T> {
    T run() throws IOException;
  }

  // All guarded by this.
  private final Map<Operation, Long> counts = new EnumMap<>(Operation.class);
  private final List<Call> trace = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();
  private final List<Effect<?>> late = new ArrayList<>();
  private boolean crashed;

  public FaultyStore(ObjectStore inner) {
    super(inner);
  }

  /** Matches the n-th call, counted from 1. */
  public static Predicate<Call> nth(long n) {
    return call -> call.number() == n;
  }

  /** Matches the n-th call of an operation, counted from 1. */
  public static Predicate<Call> nth(long n, Operation operation) {
    return call -> call.operation() == operation && call.operationNumber() == n;
  }

  /** Matches all calls of an operation. */
  public static Predicate<Call> every(Operation operation) {
    return call -> call.operation() == operation;
  }

  /** Matches all calls whose name contains the text. */
  public static Predicate<Call> naming(String text) {
    return call -> call.name().contains(text);
  }

  /** Lets matching calls fail without effect. */
  public synchronized FaultyStore failBefore(Predicate<Call> calls) {
    faults.add(new Fault(Moment.BEFORE, calls, false));
    return this;
  }

  /** Lets matching calls fail without effect and say so: {@link NothingWrittenException}. */
  public synchronized FaultyStore refuse(Predicate<Call> calls) {
    faults.add(new Fault(Moment.REFUSED, calls, false));
    return this;
  }

  /** Lets matching calls fail after their effect: the answer is lost. */
  public synchronized FaultyStore failAfter(Predicate<Call> calls) {
    faults.add(new Fault(Moment.AFTER, calls, false));
    return this;
  }

  /** Lets matching calls have their effect and then throw what no store should throw. */
  public synchronized FaultyStore throwAfter(Predicate<Call> calls, Error error) {
    faults.add(new Fault(Moment.AFTER, calls, false, error));
    return this;
  }

  /** Lets matching calls fail, and have their effect when {@link #deliver} is called. */
  public synchronized FaultyStore failLate(Predicate<Call> calls) {
    faults.add(new Fault(Moment.LATE, calls, false));
    return this;
  }

  /** Lets the first matching call and all later ones fail without effect. */
  public synchronized FaultyStore crashBefore(Predicate<Call> calls) {
    faults.add(new Fault(Moment.BEFORE, calls, true));
    return this;
  }

  /** Lets the first matching call have its effect, and it and all later ones fail. */
  public synchronized FaultyStore crashAfter(Predicate<Call> calls) {
    faults.add(new Fault(Moment.AFTER, calls, true));
    return this;
  }

  /**
   * Lets the first matching call and all later ones fail, the first having its effect when {@link
   * #deliver} is called.
   */
  public synchronized FaultyStore crashLate(Predicate<Call> calls) {
    faults.add(new Fault(Moment.LATE, calls, true));
    return this;
  }

  /** Ends all faults, a crash included. What is late stays late. */
  public synchronized void heal() {
    faults.clear();
    crashed = false;
  }

  /** Lets the late requests have their effects, in the order they were made. No one is answered. */
  public void deliver() {
    List<Effect<?>> due;
    synchronized (this) {
      due = List.copyOf(late);
      late.clear();
    }
    for (Effect<?> effect : due) {
      try {
        effect.run();
      } catch (IOException e) {
        // Nobody waits for the answer.
      }
    }
  }

  /** Whether a crash has happened. */
  public synchronized boolean hasCrashed() {
    return crashed;
  }

  /** How many calls there were, failed ones included. */
  public synchronized long calls() {
    return trace.size();
  }

  /** How many calls of an operation there were. */
  public synchronized long calls(Operation operation) {
    return counts.getOrDefault(operation, 0L);
  }

  /** How many bytes calls of an operation wrote or asked for. */
  public synchronized long bytes(Operation operation) {
    return trace.stream()
        .filter(call -> call.operation() == operation)
        .mapToLong(Call::bytes)
        .sum();
  }

  /** All calls, in the order they began. */
  public synchronized List<Call> trace() {
    return List.copyOf(trace);
  }

  /** Forgets the calls; the next one is the first again. */
  public synchronized void resetCalls() {
    trace.clear();
    counts.clear();
  }

  private <T> T call(Operation operation, String name, long bytes, Effect<T> effect)
      throws IOException {
    Call call;
    Fault fault;
    synchronized (this) {
      long operationNumber = counts.merge(operation, 1L, Long::sum);
      call = new Call(trace.size() + 1, operationNumber, operation, name, bytes);
      trace.add(call);
      fault = faultOf(call);
      crashed |= fault != null && fault.crash;
      if (fault != null && fault.moment == Moment.LATE) {
        late.add(effect);
      }
    }
    if (fault != null && fault.moment == Moment.REFUSED) {
      throw new NothingWrittenException("made to refuse: " + call, new IOException("refused"));
    }
    if (fault != null && fault.moment != Moment.AFTER) {
      throw new IOException("made to fail: " + call);
    }
    T result = effect.run();
    if (fault != null && fault.error != null) {
      throw fault.error;
    }
    if (fault != null) {
      throw new IOException("made to lose its answer: " + call);
    }
    return result;
  }

  private @Nullable Fault faultOf(Call call) {
    if (crashed) {
      return new Fault(Moment.BEFORE, any -> true, true);
    }
    return faults.stream().filter(fault -> fault.calls.test(call)).findFirst().orElse(null);
  }

  @Override
  public boolean putIfAbsent(String name, byte[] content) throws IOException {
    byte[] copy = content.clone();
    return call(Operation.PUT_IF_ABSENT, name, copy.length, () -> super.putIfAbsent(name, copy));
  }

  @Override
  public Upload upload(String name) throws IOException {
    return call(Operation.UPLOAD, name, 0, () -> new FaultyUpload(name, super.upload(name)));
  }

  @Override
  public void put(String name, byte[] content) throws IOException {
    byte[] copy = content.clone();
    call(
        Operation.PUT,
        name,
        copy.length,
        () -> {
          super.put(name, copy);
          return true;
        });
  }

  @Override
  public byte[] get(String name) throws IOException {
    return call(Operation.GET, name, 0, () -> super.get(name));
  }

  @Override
  public byte[] getRange(String name, long offset, int length) throws IOException {
    return call(Operation.GET_RANGE, name, length, () -> super.getRange(name, offset, length));
  }

  @Override
  public List<ObjectInfo> list(String prefix, String startAfter) throws IOException {
    return call(Operation.LIST, prefix, 0, () -> super.list(prefix, startAfter));
  }

  @Override
  public void delete(String name) throws IOException {
    call(
        Operation.DELETE,
        name,
        0,
        () -> {
          super.delete(name);
          return true;
        });
  }

  @Override
  public long size(String name) throws IOException {
    return call(Operation.SIZE, name, 0, () -> super.size(name));
  }

  private final class FaultyUpload extends ForwardingUpload {
    private final String name;
    private final Upload upload;

    private final Effect<Boolean> commit;

    FaultyUpload(String name, Upload upload) {
      super(upload);
      this.name = name;
      this.upload = upload;
      this.commit =
          () -> {
            try (upload) {
              return upload.commit();
            }
          };
    }

    @Override
    public void write(int b) throws IOException {
      checkCrash();
      upload.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      checkCrash();
      upload.write(bytes, offset, length);
    }

    private void checkCrash() throws IOException {
      if (hasCrashed()) {
        throw new IOException("made to fail: writing to " + name);
      }
    }

    @Override
    public boolean commit() throws IOException {
      return FaultyStore.this.call(Operation.COMMIT, name, upload.sizeBytes(), commit);
    }

    @Override
    public void close() throws IOException {
      // Closing does not call back a request that is on its way.
      if (!isLate(commit)) {
        upload.close();
      }
    }
  }

  private synchronized boolean isLate(Effect<?> effect) {
    return late.contains(effect);
  }
}
