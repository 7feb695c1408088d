package org.tarnlake.s3;

import java.util.Set;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.StoreProvider;

/**
 * Opens {@code s3://bucket/folder}, and by the name that Hadoop gave it {@code
 * s3a://bucket/folder}.
 */
public final class S3Provider implements StoreProvider {
  /** Made by whoever looks for stores. */
  public S3Provider() {}

  private static final String AFTER_SCHEME = "://";

  @Override
  public Set<String> schemes() {
    return Set.of("s3", "s3a");
  }

  @Override
  public ObjectStore open(String address) {
    String place = address.substring(address.indexOf(AFTER_SCHEME) + AFTER_SCHEME.length());
    int slash = place.indexOf('/');
    return slash < 0
        ? S3Store.open(place, "")
        : S3Store.open(place.substring(0, slash), place.substring(slash + 1));
  }
}
