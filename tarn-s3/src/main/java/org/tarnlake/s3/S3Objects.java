package org.tarnlake.s3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.remote.LargeObject;
import org.tarnlake.store.remote.Remote;
import org.tarnlake.store.remote.RemoteAnswer;
import org.tarnlake.store.remote.RemoteNames;
import org.tarnlake.store.remote.RemoteObjects;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The objects of a bucket, by the vendor's clients. Safe for many threads. */
final class S3Objects implements RemoteObjects {
  private static final int RANGE_BEHIND_THE_END = 416;

  final S3Clients clients;
  final S3Requests requests;
  private final S3Failure failure;
  private final MultipartProbe multipart;

  /** Whether the bucket is known to exist, so that what is missing in it is an object. */
  private volatile boolean bucketSeen;

  S3Objects(S3Clients clients, S3Requests requests, RemoteNames names) {
    this.clients = clients;
    this.requests = requests;
    this.failure = new S3Failure(names, clients.endpoint, requests.settings);
    this.multipart = new MultipartProbe(this);
  }

  @Override
  public void create(String key, byte[] content, int length, String token) {
    clients.writing.putObject(
        requests.create(key, length, token), S3Requests.body(content, length));
  }

  @Override
  public void put(String key, byte[] content) {
    clients.reading.putObject(
        requests.put(key, content.length).build(), S3Requests.body(content, content.length));
  }

  @Override
  public byte[] get(String key) {
    return read(request -> request.key(key)).bytes();
  }

  @Override
  public byte[] getRange(String key, long offset, int length) {
    String range = "bytes=%s-%s".formatted(offset, offset + length - 1);
    try {
      return read(request -> request.key(key).range(range)).range(offset, length);
    } catch (AwsServiceException e) {
      if (e.statusCode() == RANGE_BEHIND_THE_END) {
        return new byte[0];
      }
      throw e;
    }
  }

  private S3Content read(Consumer<GetObjectRequest.Builder> what) {
    S3Content content =
        clients.reading.getObject(
            request -> {
              request.bucket(requests.bucket);
              request.requestPayer(requests.payer());
              what.accept(request);
            },
            S3Content::of);
    bucketSeen = true;
    return content;
  }

  @Override
  public Head head(String key) {
    try {
      HeadObjectResponse head = clients.reading.headObject(requests.head(key));
      bucketSeen = true;
      return new Head(head.metadata().get(S3Requests.TOKEN), head.contentLength());
    } catch (AwsServiceException e) {
      requireBucket(e);
      throw e;
    }
  }

  /** An answer without a text does not tell a missing bucket from a missing object. */
  private void requireBucket(AwsServiceException e) {
    if (!isMissing(e) || bucketSeen) {
      return;
    }
    try {
      clients.reading.headBucket(request -> request.bucket(requests.bucket));
    } catch (NoSuchBucketException missing) {
      throw missing;
    } catch (RuntimeException mayNotAsk) {
      // Then a missing bucket looks as if it were empty.
    }
    bucketSeen = true;
  }

  @Override
  public List<Listed> list(String keyPrefix, @Nullable String startAfter) {
    ListObjectsV2Request.Builder request =
        ListObjectsV2Request.builder()
            .bucket(requests.bucket)
            .prefix(keyPrefix)
            .startAfter(startAfter)
            .requestPayer(requests.payer())
            .overrideConfiguration(S3Requests.within(0));
    List<Listed> found = new ArrayList<>();
    ListObjectsV2Response page;
    do {
      page = clients.reading.listObjectsV2(request.build());
      for (S3Object each : page.contents()) {
        found.add(new Listed(each.key(), each.size(), each.lastModified().toEpochMilli()));
      }
      request.continuationToken(page.nextContinuationToken());
    } while (Boolean.TRUE.equals(page.isTruncated()));
    return found;
  }

  @Override
  public void delete(String key) {
    clients.reading.deleteObject(requests.delete(key));
  }

  @Override
  public LargeObject startLarge(Remote remote, String name, String key) throws IOException {
    return multipart.isConditional(remote)
        ? new S3Multipart(this, remote, name, key)
        : new S3Spool(this, remote, name, key);
  }

  @Override
  public RemoteAnswer answer(RuntimeException e) {
    return S3Answer.of(e);
  }

  @Override
  public boolean isMissing(RuntimeException e) {
    return S3Failure.isMissing(e);
  }

  @Override
  public String reason(RuntimeException e) {
    return failure.reason(e);
  }

  @Override
  public String endpoint() {
    return clients.endpoint;
  }

  @Override
  public String condition() {
    return "If-None-Match: *";
  }

  @Override
  public String alternative() {
    return "use a server that does, such as Amazon S3, Ceph or MinIO; for Google Cloud Storage use tarn-gcs";
  }

  @Override
  public void close() {
    clients.close();
  }
}
