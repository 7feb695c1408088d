package org.tarnlake.s3;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.tarnlake.store.NothingWrittenException;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * A multipart upload: its parts go to the server several at a time, and become an object by one
 * conditional request. One thread at a time.
 */
final class S3Multipart implements LargeObject {
  private static final Logger LOGGER = System.getLogger(S3Multipart.class.getName());
  private static final int PARTS_MAX = 10_000;

  private final S3Bucket bucket;
  private final ConditionalWrite conditional;
  private final Semaphore slots;
  private final String name;
  private final String key;
  private final String token;
  private final String uploadId;
  private final List<CompletableFuture<CompletedPart>> parts = new ArrayList<>();

  /** Whether the parts are gone, as an object or discarded. */
  private boolean ended;

  /**
   * Starts an upload.
   *
   * @param name the object, in messages
   * @param slots one for each part that may be under way, of all uploads of a store
   */
  S3Multipart(
      S3Bucket bucket, ConditionalWrite conditional, Semaphore slots, String name, String key)
      throws NothingWrittenException {
    this.bucket = bucket;
    this.conditional = conditional;
    this.slots = slots;
    this.name = name;
    this.key = key;
    this.token = bucket.newToken();
    try {
      this.uploadId =
          Interrupts.heldBack(
                  () ->
                      bucket
                          .clients()
                          .reading
                          .createMultipartUpload(bucket.requests().multipart(key, token)))
              .uploadId();
    } catch (RuntimeException e) {
      throw new NothingWrittenException(bucket.failure().message("create", name, e), e);
    }
  }

  @Override
  public void add(byte[] bytes, int length) throws IOException {
    int number = parts.size() + 1;
    if (number > PARTS_MAX) {
      throw new NothingWrittenException(
          "%s has more than the %s parts that S3 allows; write smaller files"
              .formatted(name, PARTS_MAX),
          new IllegalStateException("too many parts"));
    }
    for (CompletableFuture<CompletedPart> each : parts) {
      if (each.isCompletedExceptionally()) {
        join(each);
      }
    }
    slots.acquireUninterruptibly();
    try {
      parts.add(
          CompletableFuture.supplyAsync(
              () -> sendAndFree(bytes, length, number), bucket.environment().background()));
    } catch (RejectedExecutionException noThreadIsLeft) {
      try {
        CompletedPart part = sendAndFree(bytes, length, number);
        parts.add(CompletableFuture.completedFuture(part));
      } catch (RuntimeException e) {
        throw bucket.failure().of("write", name, e);
      }
    }
  }

  private CompletedPart sendAndFree(byte[] bytes, int length, int number) {
    try {
      return Interrupts.heldBack(() -> send(bytes, length, number));
    } finally {
      slots.release();
    }
  }

  private CompletedPart send(byte[] bytes, int length, int number) {
    UploadPartResponse part =
        bucket
            .clients()
            .reading
            .uploadPart(
                bucket.requests().part(key, uploadId, number, length),
                S3Requests.body(bytes, length));
    return CompletedPart.builder().partNumber(number).eTag(part.eTag()).build();
  }

  @Override
  public boolean commit() throws IOException {
    List<CompletedPart> completed = new ArrayList<>();
    for (CompletableFuture<CompletedPart> each : parts) {
      completed.add(join(each));
    }
    ended = conditional.run(completion(completed));
    return ended;
  }

  private ConditionalWrite.Write completion(List<CompletedPart> completed) {
    return new ConditionalWrite.Write(
        name,
        key,
        token,
        null,
        () ->
            bucket
                .clients()
                .writing
                .completeMultipartUpload(bucket.requests().complete(key, uploadId, completed)));
  }

  private CompletedPart join(CompletableFuture<CompletedPart> part) throws IOException {
    try {
      return part.join();
    } catch (CompletionException e) {
      RuntimeException cause = e.getCause() instanceof RuntimeException failed ? failed : e;
      throw new NothingWrittenException(bucket.failure().message("write", name, cause), cause);
    }
  }

  /** {@inheritDoc} Parts that are still on their way would otherwise be kept, and paid for. */
  @Override
  public void close() {
    if (ended) {
      return;
    }
    ended = true;
    for (CompletableFuture<CompletedPart> each : parts) {
      each.exceptionally(failed -> CompletedPart.builder().build()).join();
    }
    try {
      Interrupts.heldBack(
          () ->
              bucket
                  .clients()
                  .reading
                  .abortMultipartUpload(bucket.requests().abort(key, uploadId)));
    } catch (RuntimeException e) {
      if (!S3Failure.isMissing(e)) {
        LOGGER.log(
            Level.WARNING,
            "the parts of an upload stay: {0}; a rule of the bucket can remove them",
            bucket.failure().message("discard", name, e));
      }
    }
  }
}
