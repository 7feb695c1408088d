package org.tarnlake.store;

import java.util.Set;

/**
 * Opens stores of one kind by their addresses. Modules that have one name it as a service, so that
 * it is found where they are on the class path or the module path.
 */
public interface StoreProvider {
  /** The schemes of its addresses, such as {@code s3}; in small letters. */
  Set<String> schemes();

  /**
   * Opens a store. May be called before anything is in it; asks and writes nothing.
   *
   * @param address a scheme, {@code ://}, a bucket, and perhaps a slash and the folder in it, as
   *     they were typed
   * @throws IllegalArgumentException if the address or the configuration cannot be
   */
  ObjectStore open(String address);
}
