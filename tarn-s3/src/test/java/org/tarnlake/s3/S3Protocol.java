package org.tarnlake.s3;

import java.util.List;
import org.tarnlake.store.remote.FaultProxy.Fate.Answered;
import org.tarnlake.store.remote.HttpMessage;
import org.tarnlake.store.remote.RemoteProtocol;

/** S3's words for what all vendors say. */
final class S3Protocol implements RemoteProtocol {
  @Override
  public String create(String bucket, String key) {
    return "PUT /%s/%s".formatted(bucket, key);
  }

  @Override
  public String look(String bucket, String key) {
    return "HEAD /%s/%s".formatted(bucket, key);
  }

  @Override
  public String read(String bucket, String key) {
    return "GET /%s/%s".formatted(bucket, key);
  }

  @Override
  public boolean isWrite(HttpMessage request) {
    return request.method().equals("PUT");
  }

  @Override
  public List<Answered> taken() {
    return List.of(new Answered(412, "PreconditionFailed"));
  }

  @Override
  public List<Answered> open() {
    return List.of(
        new Answered(500, "InternalError"),
        new Answered(503, "SlowDown"),
        new Answered(429, "TooManyRequests"),
        new Answered(409, "ConditionalRequestConflict"),
        new Answered(409, "OperationAborted"),
        new Answered(400, "RequestTimeout"),
        new Answered(408, ""),
        new Answered(409, ""),
        new Answered(412, ""),
        new Answered(502, ""));
  }

  @Override
  public Answered busy() {
    return new Answered(503, "SlowDown");
  }

  @Override
  public Answered refusal() {
    return new Answered(403, "AccessDenied");
  }

  @Override
  public String remedy(String bucket, String folder) {
    return "let these credentials do s3:GetObject, s3:PutObject and s3:DeleteObject in s3://%s/%s/*, and s3:ListBucket in '%s' (without that, an object that is missing is denied, too)"
        .formatted(bucket, folder, bucket);
  }
}
