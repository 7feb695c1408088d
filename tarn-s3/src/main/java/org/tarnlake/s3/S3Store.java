package org.tarnlake.s3;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tarnlake.env.Environment;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectNames;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.Upload;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/**
 * Objects of a bucket of Amazon S3, or of a server that speaks its protocol, below a prefix; shared
 * by any number of processes. Safe for many threads.
 *
 * <p>An object is created by one request with {@code If-None-Match: *}. Beyond what every {@link
 * ObjectStore} guarantees:
 *
 * <ol>
 *   <li>A request whose outcome is open is repeated as it was, and the object's metadata tells
 *       whose it is: whoever created an object hears that, also if the first answer was lost.
 *   <li>An interrupt neither fails nor shortens a call; the thread's flag stays set.
 *   <li>Before the first write of a process to a bucket, several writers race for one name. A
 *       server that does not honour the condition is refused, and nothing is written.
 *   <li>An upload of more than {@value #PIECE_BYTES} bytes is sent in parts, {@value
 *       #PARTS_AT_ONCE} of a store at a time, and discarded when it fails or is closed. Where a
 *       server does not honour the condition at the end of such an upload, it waits in a temporary
 *       file for one put.
 *   <li>Names in {@code _tarn/tmp} are the store's own.
 * </ol>
 *
 * <p>Endpoint, region, credentials and proxies are configured as for the vendor's other tools, in
 * the environment and in {@code ~/.aws}.
 */
public final class S3Store implements ObjectStore {
  private static final int PIECE_BYTES = 8 << 20;
  private static final int PARTS_AT_ONCE = 8;
  private static final int RANGE_BEHIND_THE_END = 416;

  private final S3Bucket bucket;
  private final ConditionalWrite conditional;
  private final ConditionProbe probe;
  private final MultipartProbe multipart;
  private final int pieceBytes;
  private final Semaphore slots = new Semaphore(PARTS_AT_ONCE);

  /** Whether the bucket is known to exist, so that what is missing in it is an object. */
  private volatile boolean bucketSeen;

  private volatile boolean closed;

  private S3Store(S3Bucket bucket, int pieceBytes) {
    this.bucket = bucket;
    this.conditional = new ConditionalWrite(bucket);
    this.probe = new ConditionProbe(bucket);
    this.multipart = new MultipartProbe(bucket);
    this.pieceBytes = pieceBytes;
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
        S3Settings.of(System.getenv()),
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
    S3Names names = new S3Names(bucket, prefix);
    S3Clients clients = S3Clients.of(settings, bucket, more);
    return new S3Store(S3Bucket.of(names, settings, clients, environment), pieceBytes);
  }

  @Override
  public boolean putIfAbsent(String name, byte[] content) throws IOException {
    String key = bucket.names().key(name);
    require(content, "content", "a byte array");
    probe.require();
    return create(name, key, content, content.length);
  }

  private boolean create(String name, String key, byte[] content, int length) throws IOException {
    if (closed) {
      throw new NothingWrittenException(
          "cannot create %s: the store is closed".formatted(bucket.names().location(name)),
          new IllegalStateException("closed"));
    }
    String token = bucket.newToken();
    return conditional.run(
        new ConditionalWrite.Write(
            name,
            key,
            token,
            length == content.length ? content : Arrays.copyOf(content, length),
            () ->
                bucket
                    .clients()
                    .writing
                    .putObject(
                        bucket.requests().create(key, length, token),
                        S3Requests.body(content, length))));
  }

  @Override
  public Upload upload(String name) throws IOException {
    String key = bucket.names().key(name);
    return new S3Upload(
        name,
        pieceBytes,
        new S3Upload.Way() {
          @Override
          public boolean put(byte[] bytes, int length) throws IOException {
            probe.require();
            return create(name, key, bytes, length);
          }

          @Override
          public LargeObject start() throws IOException {
            probe.require();
            return multipart.isConditional()
                ? new S3Multipart(bucket, conditional, slots, name, key)
                : new S3Spool(bucket, conditional, name, key);
          }
        });
  }

  @Override
  public void put(String name, byte[] content) throws IOException {
    String key = bucket.names().key(name);
    require(content, "content", "a byte array");
    probe.require();
    try {
      Interrupts.heldBack(
          () ->
              bucket
                  .clients()
                  .reading
                  .putObject(
                      bucket.requests().put(key, content.length).build(),
                      S3Requests.body(content, content.length)));
    } catch (RuntimeException e) {
      throw bucket.failure().of("write", name, e);
    }
  }

  @Override
  public byte[] get(String name) throws IOException {
    String key = bucket.names().key(name);
    try {
      return read(request -> request.key(key)).bytes();
    } catch (RuntimeException e) {
      throw bucket.failure().ofRead("read", name, e);
    }
  }

  @Override
  public byte[] getRange(String name, long offset, int length) throws IOException {
    String key = bucket.names().key(name);
    Objects.checkFromIndexSize(offset, length, Long.MAX_VALUE);
    if (length == 0) {
      size(name);
      return new byte[0];
    }
    String range = "bytes=%s-%s".formatted(offset, offset + length - 1);
    try {
      return read(request -> request.key(key).range(range)).range(offset, length);
    } catch (RuntimeException e) {
      if (e instanceof AwsServiceException answer && answer.statusCode() == RANGE_BEHIND_THE_END) {
        return new byte[0];
      }
      throw bucket.failure().ofRead("read", name, e);
    }
  }

  private S3Content read(Consumer<GetObjectRequest.Builder> what) {
    S3Content content =
        Interrupts.heldBack(
            () ->
                bucket
                    .clients()
                    .reading
                    .getObject(
                        request -> {
                          request.bucket(bucket.names().bucket());
                          request.requestPayer(bucket.requests().payer());
                          what.accept(request);
                        },
                        S3Content::of));
    bucketSeen = true;
    return content;
  }

  @Override
  public long size(String name) throws IOException {
    String key = bucket.names().key(name);
    try {
      long sizeBytes =
          Interrupts.heldBack(
                  () -> bucket.clients().reading.headObject(bucket.requests().head(key)))
              .contentLength();
      bucketSeen = true;
      return sizeBytes;
    } catch (RuntimeException e) {
      requireBucket(name, e);
      throw bucket.failure().ofRead("look for", name, e);
    }
  }

  @Override
  public List<ObjectInfo> list(String prefix, String startAfter) throws IOException {
    ObjectNames.checkPrefix(prefix);
    require(startAfter, "startAfter", "a String");
    try {
      return Interrupts.heldBack(() -> new S3Listing(bucket).list(prefix, startAfter));
    } catch (RuntimeException e) {
      throw bucket.failure().of("list", prefix, e);
    }
  }

  @Override
  public void delete(String name) throws IOException {
    String key = bucket.names().key(name);
    try {
      Interrupts.heldBack(
          () -> bucket.clients().reading.deleteObject(bucket.requests().delete(key)));
    } catch (RuntimeException e) {
      if (!S3Failure.isMissing(e)) {
        throw bucket.failure().of("delete", name, e);
      }
    }
  }

  @Override
  public String location() {
    return bucket.names().location();
  }

  @Override
  public void close() {
    closed = true;
    bucket.clients().close();
  }

  private static void require(@Nullable Object value, String name, String expected) {
    if (value == null) {
      throw new IllegalArgumentException("%s is null; pass %s".formatted(name, expected));
    }
  }

  /** An answer without a text does not tell a missing bucket from a missing object. */
  private void requireBucket(String name, RuntimeException e) throws IOException {
    if (!S3Failure.isMissing(e) || bucketSeen) {
      return;
    }
    try {
      Interrupts.heldBack(
          () ->
              bucket
                  .clients()
                  .reading
                  .headBucket(request -> request.bucket(bucket.names().bucket())));
    } catch (NoSuchBucketException missing) {
      throw bucket.failure().of("look for", name, missing);
    } catch (RuntimeException mayNotAsk) {
      // Then a missing bucket looks as if it were empty.
    }
    bucketSeen = true;
  }
}
