package org.tarnlake.gcs;

import org.tarnlake.store.remote.RemoteNames;

/**
 * Where a lake is, as it was typed.
 *
 * @param folder in the bucket; empty for all of it
 */
record GcsAddress(String bucket, String folder) {
  private static final String AFTER_SCHEME = "://";

  /**
   * Reads {@code gs://bucket/folder}.
   *
   * @throws IllegalArgumentException if it is no such address; the message holds no secrets
   */
  static GcsAddress parse(String address) {
    if (address.indexOf('?') >= 0 || address.indexOf('@') >= 0) {
      throw new IllegalArgumentException(
          "write gs://BUCKET/FOLDER alone; settings go into the environment, such as GOOGLE_APPLICATION_CREDENTIALS");
    }
    String place = address.substring(address.indexOf(AFTER_SCHEME) + AFTER_SCHEME.length());
    int slash = place.indexOf('/');
    String bucket = slash < 0 ? place : place.substring(0, slash);
    return new GcsAddress(
        RemoteNames.checkBucket("bucket", bucket), slash < 0 ? "" : place.substring(slash + 1));
  }
}
