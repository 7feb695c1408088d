package org.tarnlake.store.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What tells an object from all others of all stores: the SHA-256 of its store, its lake and its
 * name. Immutable.
 *
 * @param hex its digits
 */
record ObjectKey(String hex) {
  static final int BYTES = 32;

  /**
   * @param owner the store and the lake
   * @param name of the object
   */
  static ObjectKey of(String owner, String name) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      // No name has a control character, so no two pairs have one text.
      return new ObjectKey(
          HexFormat.of().formatHex(digest.digest((owner + "\n" + name).getBytes(UTF_8))));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }
}
