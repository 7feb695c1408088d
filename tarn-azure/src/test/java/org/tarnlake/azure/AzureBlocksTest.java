package org.tarnlake.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.storage.blob.models.BlockListType;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.Upload;
import org.tarnlake.store.remote.FaultProxy.Fate;
import org.tarnlake.store.remote.HttpMessage;
import org.tarnlake.store.remote.RemoteUploadContractTest;

/** Uploads that go in blocks, which belong to a name: who comes first discards those of others. */
@ExtendWith(AzureServer.Extension.class)
class AzureBlocksTest extends RemoteUploadContractTest {
  private final AzureServer server;

  AzureBlocksTest(AzureServer server) throws IOException {
    super(server);
    this.server = server;
  }

  @Override
  protected int requestsBesidePieces() {
    return 1;
  }

  @Override
  protected boolean isPiece(HttpMessage request) {
    return request.path().contains("blockid");
  }

  @Override
  protected boolean isEnd(HttpMessage request) {
    return request.path().contains("blocklist");
  }

  /** The emulator takes a name for taken that only has blocks: so the other one puts anyway. */
  @Override
  protected void takeName(String name, byte[] first) throws IOException {
    store.put(name, first);
  }

  @Test
  void blocksOfAClosedUploadAreDiscardedByTheNextOne() throws Exception {
    try (Upload upload = store.upload("a")) {
      upload.write(content);
    }
    assertThat(uncommitted("a")).isEqualTo(2);
    assertThat(upload("a", content)).isTrue();
    assertThat(uncommitted("a")).isZero();
  }

  /** Then the name is free, and nothing was written: to say that it is taken would be wrong. */
  @Test
  void uploadWhoseBlocksWereDiscardedByABlobThatIsGoneWroteNothing() throws Exception {
    try (Upload upload = store.upload("a")) {
      upload.write(content);
      assertThat(upload("a", content)).isTrue();
      store.delete("a");
      assertThatThrownBy(upload::commit)
          .isInstanceOf(NothingWrittenException.class)
          .hasMessageContaining("400 InvalidBlockList")
          .hasMessageContaining("another upload to that name came before");
    }
    assertThat(store.list("", "")).isEmpty();
  }

  @Test
  void uploadWhoseBlocksAreGoneLost() throws Exception {
    ends(new Fate.AnsweredAfter(400, "InvalidBlockList"));
    assertThat(upload("a", content)).isFalse();
  }

  private int uncommitted(String name) {
    return server
        .container(bucket.bucket())
        .getBlobClient(bucket.key(name))
        .getBlockBlobClient()
        .listBlocks(BlockListType.ALL)
        .getUncommittedBlocks()
        .size();
  }
}
