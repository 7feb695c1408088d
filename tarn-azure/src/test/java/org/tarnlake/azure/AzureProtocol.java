package org.tarnlake.azure;

import java.util.List;
import org.tarnlake.store.remote.FaultProxy.Fate.Answered;
import org.tarnlake.store.remote.HttpMessage;
import org.tarnlake.store.remote.RemoteProtocol;

/** Azure's words for what all vendors say. */
final class AzureProtocol implements RemoteProtocol {
  @Override
  public String create(String container, String key) {
    return "PUT " + path(container, key);
  }

  @Override
  public String look(String container, String key) {
    return "HEAD " + path(container, key);
  }

  @Override
  public String read(String container, String key) {
    return "GET " + path(container, key);
  }

  private static String path(String container, String key) {
    return "/%s/%s/%s".formatted(AzureServer.ACCOUNT, container, key.replace("/", "%2F"));
  }

  @Override
  public boolean isWrite(HttpMessage request) {
    return request.method().equals("PUT");
  }

  /** Azure has two answers for it, and another for a blob that somebody has a lease of. */
  @Override
  public List<Answered> taken() {
    return List.of(
        new Answered(409, "BlobAlreadyExists"),
        new Answered(412, "ConditionNotMet"),
        new Answered(412, "LeaseIdMissing"));
  }

  @Override
  public List<Answered> open() {
    return List.of(
        new Answered(500, "InternalError"),
        new Answered(500, "OperationTimedOut"),
        new Answered(503, "ServerBusy"),
        new Answered(429, "TooManyRequests"),
        new Answered(409, "PendingCopyOperation"),
        new Answered(409, "AccountBeingCreated"),
        new Answered(408, "RequestTimeout"),
        new Answered(409, ""),
        new Answered(412, ""),
        new Answered(502, ""));
  }

  @Override
  public Answered busy() {
    return new Answered(503, "ServerBusy");
  }

  @Override
  public Answered refusal() {
    return new Answered(403, "AuthorizationPermissionMismatch");
  }

  @Override
  public String remedy(String container, String folder) {
    return "let this identity be Storage Blob Data Contributor of the container '%s' (to read, Storage Blob Data Reader), or give the signature the rights to read, create, write, delete and list"
        .formatted(container);
  }
}
