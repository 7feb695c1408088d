package org.tarnlake.store.remote;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one bucket, as a vendor's library has them: single requests, and what their
 * failures mean. Safe for many threads.
 *
 * <p>A failure is whatever exception the library throws. Requests that may be done twice are
 * repeated by the library when they fail; {@link #create} never is.
 */
public interface RemoteObjects {
  /**
   * What a look at an object tells.
   *
   * @param token of the call that wrote it; null if the object has none
   */
  record Head(@Nullable String token, long sizeBytes) {}

  /** An object of a listing. */
  record Listed(String key, long sizeBytes, long modifiedMillis) {}

  /**
   * Creates an object unless there is one, by one request that is not repeated.
   *
   * @param content its first {@code length} bytes are the object's
   * @param token stays with the object
   */
  void create(String key, byte[] content, int length, String token);

  /** Creates or replaces an object. */
  void put(String key, byte[] content);

  byte[] get(String key);

  /** As {@link org.tarnlake.store.ObjectStore#getRange}; {@code length} is at least one. */
  byte[] getRange(String key, long offset, int length);

  Head head(String key);

  /**
   * The objects whose keys have the prefix, in any order.
   *
   * @param startAfter a hint: the keys up to this one may be left out; null: none may
   */
  List<Listed> list(String keyPrefix, @Nullable String startAfter);

  void delete(String key);

  /** Starts an object that is too large for one request. */
  LargeObject startLarge(Remote remote, String name, String key) throws IOException;

  /** What the failure of a conditional write means. What is not known to be harmless is unknown. */
  RemoteAnswer answer(RuntimeException failure);

  /** Whether the server says that there is no object, and does not say that there is no bucket. */
  boolean isMissing(RuntimeException failure);

  /** Why something failed and what to do, in words without secrets. */
  String reason(RuntimeException failure);

  /** Where the requests go, for messages and to tell servers apart. */
  String endpoint();

  /** What a request to {@link #create} an object carries, such as {@code If-None-Match: *}. */
  String condition();

  /** What to do about a server that does not honour the condition. */
  String alternative();

  void close();
}
