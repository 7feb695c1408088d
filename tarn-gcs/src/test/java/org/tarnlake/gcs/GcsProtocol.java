package org.tarnlake.gcs;

import java.util.List;
import org.tarnlake.store.remote.FaultProxy.Fate.Answered;
import org.tarnlake.store.remote.HttpMessage;
import org.tarnlake.store.remote.RemoteProtocol;

/** Google's words for what all vendors say. */
final class GcsProtocol implements RemoteProtocol {
  /** {@inheritDoc} The name is in the body. */
  @Override
  public String create(String bucket, String key) {
    return "POST /upload/storage/v1/b/%s/o?uploadType=multipart&fields=generation&ifGenerationMatch=0"
        .formatted(bucket);
  }

  @Override
  public String look(String bucket, String key) {
    return "GET /storage/v1%s?fields=size,metadata".formatted(path(bucket, key));
  }

  @Override
  public String read(String bucket, String key) {
    return "GET /download/storage/v1%s?alt=media".formatted(path(bucket, key));
  }

  private static String path(String bucket, String key) {
    return "/b/%s/o/%s".formatted(bucket, key.replace("/", "%2F"));
  }

  @Override
  public boolean isWrite(HttpMessage request) {
    return request.method().equals("POST");
  }

  @Override
  public List<Answered> taken() {
    return List.of(new Answered(412, "conditionNotMet"));
  }

  @Override
  public List<Answered> open() {
    return List.of(
        new Answered(500, "backendError"),
        new Answered(503, "backendError"),
        new Answered(429, "rateLimitExceeded"),
        new Answered(403, "rateLimitExceeded"),
        new Answered(409, "conflict"),
        new Answered(408, "requestTimeout"),
        new Answered(412, "somethingElse"),
        new Answered(409, ""),
        new Answered(502, ""));
  }

  /** As where one name is written more often than once a second. */
  @Override
  public Answered busy() {
    return new Answered(429, "rateLimitExceeded");
  }

  @Override
  public Answered refusal() {
    return new Answered(403, "forbidden");
  }

  @Override
  public String remedy(String bucket, String folder) {
    return "let this identity be Storage Object User of the bucket '%s' (to read, Storage Object Viewer)"
        .formatted(bucket);
  }
}
