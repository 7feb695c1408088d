package org.tarnlake.s3;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.remote.ConditionalWrite;
import org.tarnlake.store.remote.Interrupts;
import org.tarnlake.store.remote.LargeObject;
import org.tarnlake.store.remote.Pieces;
import org.tarnlake.store.remote.Remote;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * A multipart upload: its parts go to the server several at a time, and become an object by one
 * conditional request. One thread at a time.
 */
final class S3Multipart implements LargeObject {
  private static final Logger LOGGER = System.getLogger(S3Multipart.class.getName());
  private static final int PARTS_MAX = 10_000;

  private final S3Clients clients;
  private final S3Requests requests;
  private final Remote remote;
  private final String name;
  private final String key;
  private final String token;
  private final String uploadId;
  private final Pieces<CompletedPart> parts;

  /** Whether the parts are gone, as an object or discarded. */
  private boolean ended;

  /**
   * Starts an upload.
   *
   * @param name the object, in messages
   */
  S3Multipart(S3Objects objects, Remote remote, String name, String key)
      throws NothingWrittenException {
    this.clients = objects.clients;
    this.requests = objects.requests;
    this.remote = remote;
    this.name = name;
    this.key = key;
    this.token = remote.newToken();
    this.parts = new Pieces<>(remote, name);
    try {
      this.uploadId =
          Interrupts.heldBack(
                  () -> clients.reading.createMultipartUpload(requests.multipart(key, token)))
              .uploadId();
    } catch (RuntimeException e) {
      throw remote.nothingWritten("create", name, e);
    }
  }

  @Override
  public void add(byte[] bytes, int length) throws IOException {
    int number = parts.count() + 1;
    if (number > PARTS_MAX) {
      throw new NothingWrittenException(
          "%s has more than the %s parts that S3 allows; write smaller files"
              .formatted(name, PARTS_MAX),
          new IllegalStateException("too many parts"));
    }
    parts.send(() -> send(bytes, length, number));
  }

  private CompletedPart send(byte[] bytes, int length, int number) {
    UploadPartResponse part =
        clients.reading.uploadPart(
            requests.part(key, uploadId, number, length), S3Requests.body(bytes, length));
    return CompletedPart.builder().partNumber(number).eTag(part.eTag()).build();
  }

  @Override
  public boolean commit() throws IOException {
    List<CompletedPart> completed = parts.await();
    ended =
        new ConditionalWrite(remote)
            .run(
                new ConditionalWrite.Write(
                    name,
                    key,
                    token,
                    null,
                    () ->
                        clients.writing.completeMultipartUpload(
                            requests.complete(key, uploadId, completed))));
    return ended;
  }

  /** {@inheritDoc} Parts that are still on their way would otherwise be kept, and paid for. */
  @Override
  public void close() {
    if (ended) {
      return;
    }
    ended = true;
    parts.settle();
    try {
      Interrupts.heldBack(
          () -> clients.reading.abortMultipartUpload(requests.abort(key, uploadId)));
    } catch (RuntimeException e) {
      if (!S3Failure.isMissing(e)) {
        LOGGER.log(
            Level.WARNING,
            "the parts of an upload stay: {0}; a rule of the bucket can remove them",
            remote.message("discard", name, e));
      }
    }
  }
}
