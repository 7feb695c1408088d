package org.tarnlake.s3;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tarnlake.store.remote.Interrupts;
import org.tarnlake.store.remote.Remote;
import org.tarnlake.store.remote.RemoteAnswer;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Finds out whether a server, whose puts are conditional, honours the condition at the end of a
 * multipart upload, too. Not all do. Safe for many threads.
 */
final class MultipartProbe {
  private static final Logger LOGGER = System.getLogger(MultipartProbe.class.getName());

  /** What was found, by server and bucket; as with that of puts. */
  private static final Map<String, Boolean> FOUND = new ConcurrentHashMap<>();

  private final S3Objects objects;

  MultipartProbe(S3Objects objects) {
    this.objects = objects;
  }

  /** Whether it does; if that cannot be found out, it is taken not to, for now. */
  synchronized boolean isConditional(Remote remote) {
    String server = remote.server();
    Boolean found = FOUND.get(server);
    if (found != null) {
      return found;
    }
    try (Interrupts interrupts = new Interrupts()) {
      boolean conditional = ask(remote);
      interrupts.clear();
      FOUND.put(server, conditional);
      return conditional;
    } catch (RuntimeException e) {
      LOGGER.log(
          Level.WARNING,
          "large files go through temporary files: {0}",
          remote.message("try a multipart upload in", "", e));
      return false;
    }
  }

  /** Ends an upload to a name that is taken. */
  private boolean ask(Remote remote) {
    String key = remote.names().temporaryKey("probe-" + remote.newToken());
    byte[] content = new byte[1];
    S3Clients clients = objects.clients;
    S3Requests requests = objects.requests;
    clients.reading.putObject(
        requests.put(key, content.length).build(), S3Requests.body(content, content.length));
    try {
      String id =
          clients.reading.createMultipartUpload(requests.multipart(key, "probe")).uploadId();
      CompletedPart part =
          CompletedPart.builder()
              .partNumber(1)
              .eTag(
                  clients
                      .reading
                      .uploadPart(
                          requests.part(key, id, 1, content.length),
                          S3Requests.body(content, content.length))
                      .eTag())
              .build();
      try {
        clients.writing.completeMultipartUpload(requests.complete(key, id, List.of(part)));
        return false;
      } catch (RuntimeException e) {
        clients.reading.abortMultipartUpload(requests.abort(key, id));
        if (S3Answer.of(e) == RemoteAnswer.TAKEN) {
          return true;
        }
        throw e;
      }
    } finally {
      clients.reading.deleteObject(requests.delete(key));
    }
  }
}
