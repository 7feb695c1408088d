package org.tarnlake.s3;

import java.util.Set;
import java.util.regex.Pattern;
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

  /** In front of the bucket, or a secret with a slash in it. */
  private static final Pattern LOGIN = Pattern.compile("[^/]*(:.*)?@.*");

  @Override
  public Set<String> schemes() {
    return Set.of("s3", "s3a");
  }

  @Override
  public ObjectStore open(String address) {
    String place = address.substring(address.indexOf(AFTER_SCHEME) + AFTER_SCHEME.length());
    if (address.indexOf('?') >= 0 || LOGIN.matcher(place).matches()) {
      throw new IllegalArgumentException(
          "write s3://BUCKET/FOLDER alone; settings go into the environment, such as AWS_ENDPOINT_URL_S3 and AWS_ACCESS_KEY_ID");
    }
    int slash = place.indexOf('/');
    return slash < 0
        ? S3Store.open(place, "")
        : S3Store.open(place.substring(0, slash), place.substring(slash + 1));
  }
}
