package org.tarnlake.azure;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobDownloadContentResponse;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.DeleteSnapshotsOptionType;
import com.azure.storage.blob.models.DownloadRetryOptions;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.options.BlockBlobStageBlockOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.env.Environment;
import org.tarnlake.store.remote.LargeObject;
import org.tarnlake.store.remote.Remote;
import org.tarnlake.store.remote.RemoteAnswer;
import org.tarnlake.store.remote.RemoteObjects;
import org.tarnlake.store.remote.Retries;

/** The blobs of a container, by the vendor's clients. Safe for many threads. */
final class AzureObjects implements RemoteObjects {
  /** Makes a blob known to who wrote it. Such names have no hyphens. */
  static final String TOKEN = "tarnput";

  /** Marks what an account with a hierarchy of names has for a folder. */
  private static final String IS_FOLDER = "hdi_isfolder";

  private static final int RANGE_BEHIND_THE_END = 416;
  private static final long BYTES_PER_SECOND_MIN = 128 << 10;

  /** What breaks off is read anew. */
  private static final DownloadRetryOptions WHOLE =
      new DownloadRetryOptions().setMaxRetryRequests(0);

  private final BlobContainerClient container;
  private final String endpoint;
  private final AzureFailure failure;
  private final Retries retries;

  AzureObjects(BlobContainerClient container, String endpoint, Environment environment) {
    this.container = container;
    this.endpoint = endpoint;
    this.failure = new AzureFailure(container.getBlobContainerName(), endpoint);
    this.retries = new Retries(environment, AzureAnswer::isPassing);
  }

  @Override
  public void create(String key, byte[] content, int length, String token) {
    var request =
        new BlockBlobSimpleUploadOptions(data(content, length))
            .setMetadata(Map.of(TOKEN, token))
            .setRequestConditions(unlessThere());
    Retries.once(() -> block(key).uploadWithResponse(request, null, within(length)));
  }

  @Override
  public void put(String key, byte[] content) {
    var request = new BlockBlobSimpleUploadOptions(data(content, content.length));
    retries.run(() -> block(key).uploadWithResponse(request, null, within(content.length)));
  }

  /** Sends a block of a blob to be. */
  void putBlock(String key, String id, byte[] bytes, int length) {
    var request = new BlockBlobStageBlockOptions(id, data(bytes, length));
    retries.run(() -> block(key).stageBlockWithResponse(request, null, within(length)));
  }

  /** Makes a blob of its blocks unless there is one, by one request that is not repeated. */
  void putBlockList(String key, List<String> ids, String token) {
    var request =
        new BlockBlobCommitBlockListOptions(ids)
            .setMetadata(Map.of(TOKEN, token))
            .setRequestConditions(unlessThere());
    Retries.once(() -> block(key).commitBlockListWithResponse(request, null, within(0)));
  }

  @Override
  public byte[] get(String key) {
    return read(key, null).getValue().toBytes();
  }

  @Override
  public byte[] getRange(String key, long offset, int length) {
    try {
      BlobDownloadContentResponse answer = read(key, new BlobRange(offset, (long) length));
      byte[] bytes = answer.getValue().toBytes();
      if (answer.getDeserializedHeaders().getContentRange() != null) {
        return bytes;
      }
      // Something on the way gave the whole blob.
      int from = (int) Math.min(offset, bytes.length);
      return Arrays.copyOfRange(bytes, from, (int) Math.min(offset + length, bytes.length));
    } catch (BlobStorageException e) {
      if (e.getStatusCode() == RANGE_BEHIND_THE_END) {
        return new byte[0];
      }
      throw e;
    }
  }

  private BlobDownloadContentResponse read(String key, @Nullable BlobRange range) {
    return retries.run(
        () ->
            container
                .getBlobClient(key)
                .downloadContentWithResponse(WHOLE, null, range, false, null, Context.NONE));
  }

  @Override
  public Head head(String key) {
    BlobProperties found = retries.run(() -> container.getBlobClient(key).getProperties());
    return new Head(found.getMetadata().get(TOKEN), found.getBlobSize());
  }

  @Override
  public List<Listed> list(String keyPrefix, @Nullable String startAfter) {
    ListBlobsOptions request =
        new ListBlobsOptions()
            .setPrefix(keyPrefix)
            .setStartFrom(start(keyPrefix, startAfter))
            .setDetails(new BlobListDetails().setRetrieveMetadata(true));
    return retries.run(
        () -> {
          List<Listed> found = new ArrayList<>();
          for (BlobItem each : container.listBlobs(request, null)) {
            if (!isFolder(each)) {
              found.add(
                  new Listed(
                      each.getName(),
                      each.getProperties().getContentLength(),
                      each.getProperties().getLastModified().toInstant().toEpochMilli()));
            }
          }
          return found;
        });
  }

  /**
   * Where the server may start, so that it leaves out nothing; null: at the beginning. Accounts
   * with a hierarchy sort folder by folder: the slash comes before all other characters, and not
   * behind the dot and the hyphen. So the key is cut off where that matters.
   */
  static @Nullable String start(String keyPrefix, @Nullable String startAfter) {
    if (startAfter == null || !startAfter.startsWith(keyPrefix)) {
      return null;
    }
    int end = keyPrefix.length();
    while (end < startAfter.length()
        && startAfter.charAt(end) >= '/'
        && startAfter.charAt(end) <= '~') {
      end++;
    }
    return end == keyPrefix.length() ? null : startAfter.substring(0, end);
  }

  private static boolean isFolder(BlobItem item) {
    Map<String, String> metadata = item.getMetadata();
    return metadata != null && "true".equalsIgnoreCase(metadata.get(IS_FOLDER));
  }

  @Override
  public void delete(String key) {
    retries.run(
        () ->
            container
                .getBlobClient(key)
                .deleteWithResponse(DeleteSnapshotsOptionType.INCLUDE, null, null, Context.NONE));
  }

  @Override
  public LargeObject startLarge(Remote remote, String name, String key) {
    return new AzureBlocks(this, remote, name, key);
  }

  @Override
  public RemoteAnswer answer(RuntimeException e) {
    return AzureAnswer.of(e);
  }

  @Override
  public boolean isMissing(RuntimeException e) {
    return AzureFailure.isMissing(e);
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
    return "If-None-Match: *";
  }

  @Override
  public String alternative() {
    return "use a server that does, such as Azure itself or Azurite";
  }

  /** {@inheritDoc} The client below is the process's, and closes connections that nobody uses. */
  @Override
  public void close() {}

  private BlockBlobClient block(String key) {
    return container.getBlobClient(key).getBlockBlobClient();
  }

  private static BlobRequestConditions unlessThere() {
    return new BlobRequestConditions().setIfNoneMatch("*");
  }

  private static BinaryData data(byte[] bytes, int length) {
    return BinaryData.fromByteBuffer(ByteBuffer.wrap(bytes, 0, length));
  }

  /** One try may take as long as a slow line needs for so many bytes. */
  private static Context within(long bytes) {
    Duration most = AzureClient.ANSWER_TIMEOUT.plusSeconds(bytes / BYTES_PER_SECOND_MIN);
    return new Context("azure-response-timeout", most);
  }
}
