package org.tarnlake.store;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.tarnlake.store.access.ForwardingStore;

/**
 * A store whose calls can be held up, so that a test decides what happens meanwhile. Held are puts,
 * reads and uploads being committed whose names match, before their effect; or, for exclusive puts
 * and reads, their answers. Safe for many threads.
 */
public final class GatedStore extends ForwardingStore {
  private final AtomicReference<Gate> gate = new AtomicReference<>();
  private final AtomicReference<Gate> answers = new AtomicReference<>();

  /** Holds up matching calls until it is opened. */
  public static final class Gate implements AutoCloseable {
    private final Predicate<String> names;
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    private Gate(Predicate<String> names) {
      this.names = names;
    }

    /** Waits until a call is held up. */
    public void awaitCall() {
      await(arrived);
    }

    /** Lets all calls go on, now and later. */
    public void open() {
      open.countDown();
    }

    @Override
    public void close() {
      open();
    }

    private void pass(String name) {
      if (names.test(name)) {
        arrived.countDown();
        await(open);
      }
    }

    private static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  public GatedStore(ObjectStore inner) {
    super(inner);
  }

  /** Holds up calls on matching names from now on, instead of what an earlier gate held. */
  public Gate gate(Predicate<String> names) {
    Gate next = new Gate(names);
    gate.set(next);
    return next;
  }

  /** Holds up the answers to calls on matching names, whose effect they have had. */
  public Gate gateAnswers(Predicate<String> names) {
    Gate next = new Gate(names);
    answers.set(next);
    return next;
  }

  private void pass(String name) {
    pass(gate, name);
  }

  private static void pass(AtomicReference<Gate> gate, String name) {
    Gate now = gate.get();
    if (now != null) {
      now.pass(name);
    }
  }

  @Override
  public boolean putIfAbsent(String name, byte[] content) throws IOException {
    pass(name);
    try {
      return super.putIfAbsent(name, content);
    } finally {
      pass(answers, name);
    }
  }

  @Override
  public Upload upload(String name) throws IOException {
    return new ForwardingUpload(super.upload(name)) {
      @Override
      public boolean commit() throws IOException {
        pass(name);
        return super.commit();
      }
    };
  }

  @Override
  public void put(String name, byte[] content) throws IOException {
    pass(name);
    super.put(name, content);
  }

  @Override
  public byte[] get(String name) throws IOException {
    pass(name);
    try {
      return super.get(name);
    } finally {
      pass(answers, name);
    }
  }
}
