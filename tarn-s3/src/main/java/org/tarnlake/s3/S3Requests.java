package org.tarnlake.s3;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.RequestPayer;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** The parts that requests share. Immutable. */
final class S3Requests {
  /** Makes an object known to who wrote it: the condition alone does not tell whose it is. */
  static final String TOKEN = "tarn-put";

  static final String CONTENT_TYPE = "application/octet-stream";
  private static final Duration TRY_MIN = Duration.ofSeconds(10);
  private static final long BYTES_PER_SECOND_MIN = 128 << 10;

  final String bucket;
  final S3Settings settings;

  S3Requests(String bucket, S3Settings settings) {
    this.bucket = bucket;
    this.settings = settings;
  }

  @Nullable RequestPayer payer() {
    return settings.requesterPays() ? RequestPayer.REQUESTER : null;
  }

  /** Puts an object. */
  PutObjectRequest.Builder put(String key, long sizeBytes) {
    return PutObjectRequest.builder()
        .bucket(bucket)
        .key(key)
        .contentLength(sizeBytes)
        .contentType(CONTENT_TYPE)
        .serverSideEncryption(settings.encryption())
        .ssekmsKeyId(settings.kmsKeyId())
        .bucketKeyEnabled(settings.bucketKey())
        .requestPayer(payer())
        .overrideConfiguration(within(sizeBytes));
  }

  /** Puts an object unless there is one. */
  PutObjectRequest create(String key, long sizeBytes, String token) {
    return put(key, sizeBytes).ifNoneMatch("*").metadata(Map.of(TOKEN, token)).build();
  }

  CreateMultipartUploadRequest multipart(String key, String token) {
    return CreateMultipartUploadRequest.builder()
        .bucket(bucket)
        .key(key)
        .contentType(CONTENT_TYPE)
        .metadata(Map.of(TOKEN, token))
        .serverSideEncryption(settings.encryption())
        .ssekmsKeyId(settings.kmsKeyId())
        .bucketKeyEnabled(settings.bucketKey())
        .requestPayer(payer())
        .build();
  }

  UploadPartRequest part(String key, String uploadId, int number, int sizeBytes) {
    return UploadPartRequest.builder()
        .bucket(bucket)
        .key(key)
        .uploadId(uploadId)
        .partNumber(number)
        .contentLength((long) sizeBytes)
        .requestPayer(payer())
        .overrideConfiguration(within(sizeBytes))
        .build();
  }

  /** Makes an object of the parts unless there is one. */
  CompleteMultipartUploadRequest complete(String key, String uploadId, List<CompletedPart> parts) {
    return CompleteMultipartUploadRequest.builder()
        .bucket(bucket)
        .key(key)
        .uploadId(uploadId)
        .multipartUpload(upload -> upload.parts(parts))
        .ifNoneMatch("*")
        .requestPayer(payer())
        .build();
  }

  AbortMultipartUploadRequest abort(String key, String uploadId) {
    return AbortMultipartUploadRequest.builder()
        .bucket(bucket)
        .key(key)
        .uploadId(uploadId)
        .requestPayer(payer())
        .overrideConfiguration(within(0))
        .build();
  }

  HeadObjectRequest head(String key) {
    return HeadObjectRequest.builder()
        .bucket(bucket)
        .key(key)
        .requestPayer(payer())
        .overrideConfiguration(within(0))
        .build();
  }

  DeleteObjectRequest delete(String key) {
    return DeleteObjectRequest.builder()
        .bucket(bucket)
        .key(key)
        .requestPayer(payer())
        .overrideConfiguration(within(0))
        .build();
  }

  /** The first bytes of an array, which the caller leaves alone meanwhile. */
  static RequestBody body(byte[] bytes, int length) {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(bytes, 0, length), length, CONTENT_TYPE);
  }

  /** One try may take as long as a slow line needs for so many bytes. */
  static AwsRequestOverrideConfiguration within(long bytes) {
    return AwsRequestOverrideConfiguration.builder()
        .apiCallAttemptTimeout(TRY_MIN.plusSeconds(bytes / BYTES_PER_SECOND_MIN))
        .build();
  }
}
