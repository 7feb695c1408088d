package org.tarnlake.s3;

import java.util.function.Consumer;
import org.tarnlake.env.Environment;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.remote.BucketStore;
import org.tarnlake.store.remote.Remote;
import org.tarnlake.store.remote.RemoteNames;
import org.tarnlake.store.remote.RemoteStore;
import org.tarnlake.store.remote.Variables;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Objects of a bucket of Amazon S3, or of a server that speaks its protocol, below a prefix; shared
 * by any number of processes. Safe for many threads.
 *
 * <p>What {@link ObjectStore} says of stores on servers holds, by the condition {@code
 * If-None-Match: *}. An upload of more than {@value #PIECE_BYTES} bytes is sent in parts, several
 * of a store at a time, and discarded when it fails or is closed. Where a server does not honour
 * the condition at the end of such an upload, it waits in a temporary file for one put.
 *
 * <p>Endpoint, region, credentials and proxies are configured as for the vendor's other tools, in
 * the environment and in {@code ~/.aws}.
 */
@SuppressWarnings("exports") // what it inherits is what ObjectStore has
public final class S3Store extends BucketStore {
  private static final int PIECE_BYTES = 8 << 20;

  private S3Store(RemoteStore store) {
    super(store);
  }

  /**
   * Opens a bucket. Asks and writes nothing.
   *
   * @param bucket its name
   * @param prefix the folder in it that has the objects, such as {@code lakes/sales}; empty for the
   *     whole bucket
   * @throws IllegalArgumentException if the names or the configuration cannot be
   */
  public static S3Store open(String bucket, String prefix) {
    return open(
        bucket,
        prefix,
        S3Settings.of(Variables.ofProcess(name -> name.startsWith("aws.")).values()),
        Environment.system(),
        PIECE_BYTES,
        builder -> {});
  }

  /**
   * As {@link #open(String, String)}.
   *
   * @param pieceBytes what an upload keeps in memory, and each of its parts has
   * @param more what else a client is to be set up with
   */
  static S3Store open(
      String bucket,
      String prefix,
      S3Settings settings,
      Environment environment,
      int pieceBytes,
      Consumer<S3ClientBuilder> more) {
    RemoteNames.checkBucket("bucket", bucket);
    RemoteNames names = new RemoteNames("s3://" + bucket, bucket, prefix);
    S3Objects objects =
        new S3Objects(
            S3Clients.of(settings, bucket, more), new S3Requests(bucket, settings), names);
    return new S3Store(new RemoteStore(new Remote(objects, names, environment), pieceBytes));
  }
}
