package org.tarnlake.s3;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.remote.ConditionalWrite;
import org.tarnlake.store.remote.LargeObject;
import org.tarnlake.store.remote.Remote;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * A large object that waits in a temporary file for its one put: for servers that honour the
 * condition of a put, but not that of a multipart upload. One thread at a time.
 */
final class S3Spool implements LargeObject {
  /** What S3 allows in one put. */
  private static final long BYTES_MAX = 5L << 30;

  private final S3Objects objects;
  private final Remote remote;
  private final String name;
  private final String key;
  private final Path file;
  private final OutputStream out;

  S3Spool(S3Objects objects, Remote remote, String name, String key) throws IOException {
    this.objects = objects;
    this.remote = remote;
    this.name = name;
    this.key = key;
    this.file = Files.createTempFile("tarn-s3-", ".upload");
    this.out = Files.newOutputStream(file);
  }

  @Override
  public void add(byte[] bytes, int length) throws IOException {
    out.write(bytes, 0, length);
  }

  @Override
  public boolean commit() throws IOException {
    out.close();
    long sizeBytes = Files.size(file);
    if (sizeBytes > BYTES_MAX) {
      throw new NothingWrittenException(
          "%s has %s bytes, and %s takes no more than %s at once; write smaller files"
              .formatted(name, sizeBytes, objects.endpoint(), BYTES_MAX),
          new IllegalStateException("too large"));
    }
    String token = remote.newToken();
    RequestBody body =
        RequestBody.fromContentProvider(
            () -> {
              try {
                return Files.newInputStream(file);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            sizeBytes,
            S3Requests.CONTENT_TYPE);
    return new ConditionalWrite(remote)
        .run(
            new ConditionalWrite.Write(
                name,
                key,
                token,
                null,
                () ->
                    objects.clients.writing.putObject(
                        objects.requests.create(key, sizeBytes, token), body)));
  }

  @Override
  public void close() throws IOException {
    out.close();
    Files.deleteIfExists(file);
  }
}
