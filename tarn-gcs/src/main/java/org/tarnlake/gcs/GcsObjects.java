package org.tarnlake.gcs;

import com.google.api.client.googleapis.services.AbstractGoogleClientRequest;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.Objects;
import com.google.api.services.storage.model.StorageObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tarnlake.env.Environment;
import org.tarnlake.store.remote.LargeObject;
import org.tarnlake.store.remote.Remote;
import org.tarnlake.store.remote.RemoteAnswer;
import org.tarnlake.store.remote.RemoteObjects;
import org.tarnlake.store.remote.Retries;

/** The objects of a bucket, by the vendor's client. Safe for many threads. */
final class GcsObjects implements RemoteObjects {
  /** Makes an object known to who wrote it. */
  static final String TOKEN = "tarn-put";

  private static final int MISSING = 404;
  private static final int RANGE_BEHIND_THE_END = 416;
  private static final int PART = 206;

  private final Storage storage;
  private final String bucket;
  private final GcsInserts inserts;
  private final String endpoint;
  private final GcsFailure failure;
  private final Retries retries;

  /** Once something was found in the bucket, what is missing is missing in it. */
  private volatile boolean bucketSeen;

  GcsObjects(Storage storage, String bucket, GcsSettings settings, Environment environment) {
    this.storage = storage;
    this.bucket = bucket;
    this.inserts = new GcsInserts(storage, bucket);
    this.endpoint = settings.endpoint();
    this.failure = new GcsFailure(bucket, endpoint);
    this.retries = new Retries(environment, GcsAnswer::isPassing);
  }

  @Override
  public void create(String key, byte[] content, int length, String token) {
    once(() -> inserts.insert(key, content, length, token));
  }

  @Override
  public void put(String key, byte[] content) {
    again(() -> inserts.insert(key, content, content.length, null));
  }

  @Override
  public byte[] get(String key) {
    return find(() -> read(key, 0, -1));
  }

  @Override
  public byte[] getRange(String key, long offset, int length) {
    try {
      return find(() -> read(key, offset, length));
    } catch (UncheckedIOException e) {
      GcsError error = GcsError.find(e);
      if (error != null && error.status() == RANGE_BEHIND_THE_END) {
        return new byte[0];
      }
      throw e;
    }
  }

  /**
   * Reads an object as it is stored, also where that is compressed.
   *
   * @param length -1: all of it
   */
  private byte[] read(String key, long offset, int length) throws IOException {
    HttpRequest request = storage.objects().get(bucket, key).set("alt", "media").buildHttpRequest();
    request.setResponseReturnRawInputStream(true);
    request.getHeaders().setAcceptEncoding("gzip");
    if (length >= 0) {
      request.getHeaders().setRange("bytes=%s-%s".formatted(offset, offset + length - 1));
    }
    HttpResponse response = GcsClient.within(request, Math.max(0, length)).execute();
    byte[] bytes = content(response);
    if (length < 0) {
      Crc32c.check(bytes, response.getHeaders());
      return bytes;
    }
    return response.getStatusCode() == PART ? bytes : part(bytes, offset, length);
  }

  private static byte[] content(HttpResponse response) throws IOException {
    try (InputStream in = response.getContent()) {
      return in == null ? new byte[0] : in.readAllBytes();
    }
  }

  /** For servers that know no ranges, which HTTP allows. */
  private static byte[] part(byte[] all, long offset, int length) {
    int start = (int) Math.min(all.length, offset);
    return Arrays.copyOfRange(all, start, (int) Math.min(all.length, (long) start + length));
  }

  @Override
  public Head head(String key) {
    StorageObject found =
        find(() -> storage.objects().get(bucket, key).setFields("size,metadata").execute());
    Map<String, String> metadata = found.getMetadata();
    return new Head(metadata == null ? null : metadata.get(TOKEN), size(found));
  }

  private static long size(StorageObject object) {
    BigInteger size = object.getSize();
    return size == null ? 0 : size.longValueExact();
  }

  @Override
  public List<Listed> list(String keyPrefix, @Nullable String startAfter) {
    List<Listed> found = new ArrayList<>();
    String page = null;
    do {
      String token = page;
      Objects listed =
          again(
              () ->
                  storage
                      .objects()
                      .list(bucket)
                      .setPrefix(keyPrefix)
                      .setStartOffset(startAfter)
                      .setPageToken(token)
                      .setFields("items(name,size,timeCreated),nextPageToken")
                      .execute());
      List<StorageObject> items = listed.getItems();
      for (StorageObject each : items == null ? List.<StorageObject>of() : items) {
        found.add(new Listed(each.getName(), size(each), each.getTimeCreated().getValue()));
      }
      page = listed.getNextPageToken();
    } while (page != null);
    bucketSeen = true;
    return found;
  }

  @Override
  public void delete(String key) {
    find(() -> ended(storage.objects().delete(bucket, key)));
  }

  private static boolean ended(AbstractGoogleClientRequest<?> request) throws IOException {
    request.executeUnparsed().ignore();
    return true;
  }

  @Override
  public LargeObject startLarge(Remote remote, String name, String key) {
    return new GcsUpload(this, remote, name, key);
  }

  /** Starts an upload, and returns the address that what follows goes to: a secret. */
  String startUpload(String key, String token) {
    return again(() -> inserts.startUpload(key, token));
  }

  /** Sends a chunk that is not the last. */
  void sendChunk(String upload, GcsChunk chunk) {
    again(() -> inserts.send(upload, chunk));
  }

  /** Sends the last chunk, which makes an object of all; is not repeated. */
  void sendLastChunk(String upload, GcsChunk chunk) {
    once(() -> inserts.send(upload, chunk));
  }

  /** Lets the server forget an upload. */
  void cancelUpload(String upload) {
    once(() -> inserts.cancel(upload));
  }

  @Override
  public RemoteAnswer answer(RuntimeException e) {
    return GcsAnswer.of(e);
  }

  @Override
  public boolean isMissing(RuntimeException e) {
    GcsError error = e instanceof GcsTrouble ? null : GcsError.find(e);
    return error != null && error.status() == MISSING && !error.saysNoBucket();
  }

  @Override
  public String reason(RuntimeException e) {
    return failure.reason(e);
  }

  @Override
  public String endpoint() {
    return endpoint;
  }

  @Override
  public String condition() {
    return "ifGenerationMatch=0";
  }

  @Override
  public String alternative() {
    return "use a server that does, such as Google's own";
  }

  /** {@inheritDoc} The JVM closes connections that nobody uses. */
  @Override
  public void close() {}

  /** Does a request that finds an object, and tells a missing bucket from a missing object. */
  private <T> T find(Callable<T> request) {
    try {
      T found = again(request);
      bucketSeen = true;
      return found;
    } catch (UncheckedIOException e) {
      GcsError error = GcsError.find(e);
      if (error == null || error.status() != MISSING || error.saysNoBucket()) {
        throw e;
      }
      bucketSeen |= error.saysNoObject() || hasBucket();
      throw bucketSeen ? e : new GcsTrouble(GcsTrouble.Kind.NO_BUCKET, e);
    }
  }

  /** Looks into the bucket unless it was seen. */
  private boolean hasBucket() {
    if (bucketSeen) {
      return true;
    }
    try {
      again(
          () ->
              storage.objects().list(bucket).setMaxResults(1L).setFields("items(name)").execute());
      return true;
    } catch (UncheckedIOException e) {
      if (isMissing(e)) {
        return false;
      }
      throw e;
    }
  }

  private <T> T again(Callable<T> request) {
    return retries.run(() -> unchecked(request));
  }

  private static <T> T once(Callable<T> request) {
    return Retries.once(() -> unchecked(request));
  }

  private static <T> T unchecked(Callable<T> request) {
    try {
      return request.call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
