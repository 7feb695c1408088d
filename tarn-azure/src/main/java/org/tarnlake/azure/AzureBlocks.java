package org.tarnlake.azure;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.remote.ConditionalWrite;
import org.tarnlake.store.remote.Interrupts;
import org.tarnlake.store.remote.LargeObject;
import org.tarnlake.store.remote.Pieces;
import org.tarnlake.store.remote.Remote;

/**
 * A blob that goes to the server in blocks, several at a time, and becomes one by one conditional
 * request. One thread at a time.
 *
 * <p>Blocks of one name are in one heap, whoever sent them, and whoever creates the blob discards
 * those of the others. So their ids have the token of the upload, and an upload whose blocks are
 * gone has lost. Blocks that nobody made a blob of are discarded by the server after a week.
 */
final class AzureBlocks implements LargeObject {
  private static final int BLOCKS_MAX = 50_000;

  private final AzureObjects objects;
  private final Remote remote;
  private final String name;
  private final String key;
  private final String token;
  private final Pieces<String> blocks;

  AzureBlocks(AzureObjects objects, Remote remote, String name, String key) {
    this.objects = objects;
    this.remote = remote;
    this.name = name;
    this.key = key;
    this.token = remote.newToken();
    this.blocks = new Pieces<>(remote, name);
  }

  @Override
  public void add(byte[] bytes, int length) throws IOException {
    int number = blocks.count();
    if (number == BLOCKS_MAX) {
      throw new NothingWrittenException(
          "%s has more than the %s blocks that Azure allows; write smaller files"
              .formatted(name, BLOCKS_MAX),
          new IllegalStateException("too many blocks"));
    }
    String id = id(token, number);
    blocks.send(
        () -> {
          objects.putBlock(key, id, bytes, length);
          return id;
        });
  }

  /** All ids of a name must be of one length, those of other uploads included. */
  private static String id(String token, int number) {
    String id = String.format(Locale.ROOT, "%s-%05d", token, number);
    return Base64.getEncoder().encodeToString(id.getBytes(US_ASCII));
  }

  @Override
  public boolean commit() throws IOException {
    List<String> ids = blocks.await();
    List<RuntimeException> gone = new ArrayList<>();
    boolean created =
        new ConditionalWrite(remote)
            .run(
                new ConditionalWrite.Write(
                    name,
                    key,
                    token,
                    null,
                    () -> {
                      try {
                        objects.putBlockList(key, ids, token);
                      } catch (RuntimeException e) {
                        if (AzureFailure.isWithoutBlocks(e)) {
                          gone.add(e);
                        }
                        throw e;
                      }
                    }));
    if (!created && !gone.isEmpty()) {
      requireWinner(gone.get(0));
    }
    return created;
  }

  /** Who discarded the blocks may have deleted the blob since. */
  private void requireWinner(RuntimeException gone) throws IOException {
    try {
      Interrupts.heldBack(() -> objects.head(key));
    } catch (RuntimeException e) {
      throw objects.isMissing(e)
          ? remote.nothingWritten("create", name, gone)
          : remote.unknown("look for", name, e);
    }
  }

  @Override
  public void close() {
    blocks.settle();
  }
}
