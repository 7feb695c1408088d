package org.tarnlake.store;

import org.tarnlake.argument.Argument;

/**
 * What a listing tells of one object.
 *
 * @param name the whole name, the prefix of the listing included
 * @param sizeBytes its size
 * @param modifiedMillis when it was created, in milliseconds since 1970 by the store's clock
 */
public record ObjectInfo(String name, long sizeBytes, long modifiedMillis) {
  public ObjectInfo {
    Argument.require(name, "name", "an object's name");
  }
}
