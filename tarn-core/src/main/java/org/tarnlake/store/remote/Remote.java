package org.tarnlake.store.remote;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Semaphore;
import org.tarnlake.env.Environment;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.RequestFailedException;

/** What all that talks to one bucket shares. Safe for many threads. */
public final class Remote {
  /** How many pieces of large objects are under way at a time. */
  public static final int PIECES_AT_ONCE = 8;

  private final RemoteObjects objects;
  private final RemoteNames names;
  private final Environment environment;
  private final Semaphore slots = new Semaphore(PIECES_AT_ONCE);

  /**
   * @param names the keys of objects
   * @param environment waiting, randomness and threads
   */
  public Remote(RemoteObjects objects, RemoteNames names, Environment environment) {
    this.objects = objects;
    this.names = names;
    this.environment = environment;
  }

  public RemoteObjects objects() {
    return objects;
  }

  public RemoteNames names() {
    return names;
  }

  public Environment environment() {
    return environment;
  }

  /** One for each piece that may be under way. */
  Semaphore slots() {
    return slots;
  }

  /** Tells servers and their buckets apart. */
  public String server() {
    return objects.endpoint() + "/" + names.bucket();
  }

  /** What makes an object known to the call that wrote it. */
  public String newToken() {
    return environment.newUuid().toString();
  }

  /** The failure to {@code doing} the object of that name: what, where, why not, what to do. */
  public RequestFailedException failure(String doing, String name, RuntimeException cause) {
    return new RequestFailedException(
        "cannot %s %s".formatted(doing, names.location(name)),
        objects.reason(cause),
        objects.answer(cause) == RemoteAnswer.REFUSED,
        cause);
  }

  /** As {@link #failure}, of a write that certainly wrote nothing. */
  public NothingWrittenException nothingWritten(String doing, String name, RuntimeException cause) {
    RequestFailedException failure = failure(doing, name, cause);
    return new NothingWrittenException(String.valueOf(failure.getMessage()), failure);
  }

  /** As {@link #failure}, which leaves open whether there is an object. */
  public IOException unknown(String doing, String name, RuntimeException cause) {
    return new IOException(message(doing, name, cause), cause);
  }

  /** The failure to read what is there; what is not there is a NoSuchFileException. */
  IOException readFailure(String doing, String name, RuntimeException cause) {
    return objects.isMissing(cause)
        ? new NoSuchFileException(names.location(name))
        : failure(doing, name, cause);
  }

  /** The words of a {@link #failure}. */
  public String message(String doing, String name, RuntimeException cause) {
    return String.valueOf(failure(doing, name, cause).getMessage());
  }
}
