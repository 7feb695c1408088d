package org.tarnlake.gcs;

import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestFactory;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.MultipartContent;
import com.google.api.client.http.json.JsonHttpContent;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.StorageObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The requests that write objects, each sent once. The vendor's client has others, which compress
 * what they send and repeat themselves. Safe for many threads.
 */
final class GcsInserts {
  private static final String BYTES = "application/octet-stream";
  private static final int GOES_ON = 308;
  private static final int GONE = 410;
  private static final int MISSING = 404;

  private final Storage storage;
  private final HttpRequestFactory requests;
  private final String bucket;

  GcsInserts(Storage storage, String bucket) {
    this.storage = storage;
    this.requests = storage.getRequestFactory();
    this.bucket = bucket;
  }

  /**
   * Writes an object with its metadata.
   *
   * @param token the object is created unless there is one, and keeps the token; null: it is
   *     created or replaced
   * @return true
   */
  boolean insert(String key, byte[] content, int length, @Nullable String token)
      throws IOException {
    StorageObject object = object(key, token).setCrc32c(Crc32c.of(content, length));
    HttpContent body =
        new MultipartContent()
            .setContentParts(
                List.of(json(object), new ByteArrayContent(BYTES, content, 0, length)));
    HttpRequest request = requests.buildPostRequest(url("multipart", token), body);
    GcsClient.within(request, length).execute().ignore();
    return true;
  }

  private static StorageObject object(String key, @Nullable String token) {
    StorageObject object = new StorageObject().setName(key).setContentType(BYTES);
    return token == null ? object : object.setMetadata(Map.of(GcsObjects.TOKEN, token));
  }

  private HttpContent json(StorageObject object) {
    return new JsonHttpContent(storage.getJsonFactory(), object);
  }

  private GenericUrl url(String kind, @Nullable String token) {
    GenericUrl url = new GenericUrl(storage.getRootUrl());
    url.appendRawPath("upload/" + storage.getServicePath() + "b/");
    url.getPathParts().set(url.getPathParts().size() - 1, bucket);
    url.appendRawPath("/o");
    url.put("uploadType", kind);
    url.put("fields", "generation");
    if (token != null) {
      url.put("ifGenerationMatch", 0);
    }
    return url;
  }

  /** Starts an upload of an object that is to be created unless there is one. */
  String startUpload(String key, String token) throws IOException {
    HttpRequest request =
        requests.buildPostRequest(url("resumable", token), json(object(key, token)));
    request.getHeaders().set("X-Upload-Content-Type", BYTES);
    HttpResponse response = request.execute();
    response.ignore();
    String upload = response.getHeaders().getLocation();
    if (upload == null) {
      throw new IOException("the server started an upload, and did not say where");
    }
    return upload;
  }

  /**
   * Sends a chunk; of what the server kept only the beginning of, the rest again.
   *
   * @return true
   */
  boolean send(String upload, GcsChunk chunk) throws IOException {
    long start = chunk.offset();
    while (start < chunk.end()) {
      long kept = send(upload, chunk, start);
      if (kept <= start) {
        throw new IOException("the server kept nothing of what it got");
      }
      start = kept;
    }
    return true;
  }

  /** Returns the end of what the server has. */
  private long send(String upload, GcsChunk chunk, long start) throws IOException {
    int skipped = (int) (start - chunk.offset());
    HttpContent body =
        new ByteArrayContent(BYTES, chunk.bytes(), skipped, chunk.length() - skipped);
    HttpRequest request = requests.buildPutRequest(new GenericUrl(upload, true), body);
    request.getHeaders().setContentRange(chunk.range(start));
    if (chunk.isLast()) {
      Crc32c.add(request.getHeaders(), chunk.checksum());
    }
    request.setThrowExceptionOnExecuteError(false);
    HttpResponse response = GcsClient.within(request, chunk.end() - start).execute();
    int status = response.getStatusCode();
    if (status == GOES_ON) {
      response.ignore();
      return kept(response.getHeaders());
    } else if (response.isSuccessStatusCode()) {
      response.ignore();
      return chunk.end();
    }
    IOException failed = new HttpResponseException(response);
    if (status == GONE || status == MISSING) {
      throw new GcsTrouble(GcsTrouble.Kind.UPLOAD_GONE, failed);
    }
    throw failed;
  }

  /** Reads {@code bytes=0-9}, which is missing if the server has nothing. */
  private static long kept(HttpHeaders headers) throws IOException {
    String range = headers.getRange();
    if (range == null) {
      return 0;
    }
    try {
      return Long.parseLong(range.substring(range.indexOf('-') + 1)) + 1;
    } catch (NumberFormatException e) {
      throw new IOException("the server says that it has '%s'".formatted(range), e);
    }
  }

  /**
   * Ends an upload that became no object. Its answer is an error by design, and says nothing.
   *
   * @return true
   */
  boolean cancel(String upload) throws IOException {
    HttpRequest request = requests.buildDeleteRequest(new GenericUrl(upload, true));
    request.setThrowExceptionOnExecuteError(false).execute().ignore();
    return true;
  }
}
