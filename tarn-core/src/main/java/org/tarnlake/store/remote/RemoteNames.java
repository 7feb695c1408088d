package org.tarnlake.store.remote;

import org.jspecify.annotations.Nullable;
import org.tarnlake.store.ObjectNames;

/** Turns object names into keys of a bucket, below a prefix, and back. Immutable. */
public final class RemoteNames {
  /** Where the store tries what the server does. No object is in it, and no listing shows it. */
  private static final String TEMPORARY = "_tarn/tmp";

  private final String root;
  private final String bucket;
  private final String prefix;

  /**
   * @param root the URL of the bucket, without a slash at its end
   * @param prefix the folder of all objects; empty for the whole bucket
   * @throws IllegalArgumentException if the prefix cannot be
   */
  public RemoteNames(String root, String bucket, String prefix) {
    if (prefix == null) {
      throw new IllegalArgumentException(
          "prefix is null; pass a folder in the bucket, or an empty text for all of it");
    }
    this.root = root;
    String folder = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    this.bucket = bucket;
    this.prefix = folder.isEmpty() ? "" : ObjectNames.check(folder) + "/";
  }

  /**
   * Returns the name of a bucket if it may be one.
   *
   * @param word what the vendor calls a bucket
   * @throws IllegalArgumentException if it may not
   */
  public static String checkBucket(String word, @Nullable String bucket) {
    if (bucket == null || bucket.isBlank() || bucket.indexOf('/') >= 0) {
      throw new IllegalArgumentException(
          "%s '%s' is not allowed: pass the name of a %s, such as my-lake"
              .formatted(word, bucket, word));
    }
    return bucket;
  }

  public String bucket() {
    return bucket;
  }

  /** The URL of all objects, without a slash at its end. */
  public String location() {
    String folder = prefix.isEmpty() ? "" : "/" + prefix.substring(0, prefix.length() - 1);
    return root + folder;
  }

  /** The URL of an object. */
  public String location(String name) {
    return "%s/%s%s".formatted(root, prefix, name);
  }

  /**
   * The key of an object.
   *
   * @throws IllegalArgumentException if the name is not allowed
   */
  String key(String name) {
    ObjectNames.check(name);
    if (isTemporary(name)) {
      throw new IllegalArgumentException(
          "object name '%s' is not allowed: %s/ holds the store's temporary objects"
              .formatted(name, TEMPORARY));
    }
    return prefix + name;
  }

  /** What the keys of a listing start with. */
  String keyPrefix(String listed) {
    return prefix + ObjectNames.checkPrefix(listed);
  }

  /** The key that a listing starts after. */
  String startKey(String startAfter) {
    return prefix + startAfter;
  }

  /** The key of a temporary object. */
  public String temporaryKey(String name) {
    return prefix + TEMPORARY + "/" + name;
  }

  /** The object of a key; null if it is none, such as what a console makes to show a folder. */
  @Nullable String name(String key) {
    if (!key.startsWith(prefix)) {
      return null;
    }
    String name = key.substring(prefix.length());
    return ObjectNames.isValid(name) && !isTemporary(name) ? name : null;
  }

  private static boolean isTemporary(String name) {
    return name.equals(TEMPORARY) || name.startsWith(TEMPORARY + "/");
  }
}
