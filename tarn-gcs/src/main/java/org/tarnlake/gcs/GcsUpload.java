package org.tarnlake.gcs;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.tarnlake.store.remote.ConditionalWrite;
import org.tarnlake.store.remote.Interrupts;
import org.tarnlake.store.remote.LargeObject;
import org.tarnlake.store.remote.Remote;
import org.tarnlake.store.remote.RemoteAnswer;

/**
 * An object that goes to the server in chunks, one after the other, of which the last makes it an
 * object unless there is one. One thread at a time.
 *
 * <p>The server looks at the condition when the last chunk has come. Which one is the last must be
 * told with it, so that one chunk stays in memory until the next is there. Chunks that became no
 * object are discarded by the server after a week.
 */
final class GcsUpload implements LargeObject {
  private static final Logger LOGGER = System.getLogger(GcsUpload.class.getName());
  private static final byte[] NOTHING = {};

  private final GcsObjects objects;
  private final Remote remote;
  private final String name;
  private final String key;
  private final String token;
  private final CRC32C checksum = new CRC32C();
  private GcsChunk held = new GcsChunk(NOTHING, 0, 0, "");

  /** Where chunks go: who knows it may write the object. Null before the first. */
  private @Nullable String upload;

  private boolean taken;
  private boolean ended;

  GcsUpload(GcsObjects objects, Remote remote, String name, String key) {
    this.objects = objects;
    this.remote = remote;
    this.name = name;
    this.key = key;
    this.token = remote.newToken();
  }

  @Override
  public void add(byte[] bytes, int length) throws IOException {
    if (!taken && held.length() > 0) {
      sendHeld();
    }
    checksum.update(bytes, 0, length);
    held = new GcsChunk(bytes, length, held.end(), "");
  }

  private void sendHeld() throws IOException {
    try {
      Interrupts.heldBack(
          () -> {
            objects.sendChunk(started(), held);
            return true;
          });
    } catch (RuntimeException e) {
      taken = GcsAnswer.of(e) == RemoteAnswer.TAKEN;
      if (!taken) {
        throw remote.nothingWritten("write", name, e);
      }
    }
  }

  private String started() {
    String address = upload;
    if (address == null) {
      address = objects.startUpload(key, token);
      upload = address;
    }
    return address;
  }

  @Override
  public boolean commit() throws IOException {
    if (taken) {
      return false;
    }
    ended = true;
    GcsChunk last = new GcsChunk(held.bytes(), held.length(), held.offset(), Crc32c.text(checksum));
    return new ConditionalWrite(remote)
        .run(new ConditionalWrite.Write(name, key, token, null, new Ending(last)));
  }

  /**
   * The request that makes an object of the chunks. Sent again, it hears that the upload has ended;
   * how that was, only the object tells.
   */
  private final class Ending implements Runnable {
    private final GcsChunk last;
    private boolean open;

    Ending(GcsChunk last) {
      this.last = last;
    }

    @Override
    public void run() {
      try {
        objects.sendLastChunk(started(), last);
      } catch (RuntimeException e) {
        open |= GcsAnswer.of(e) == RemoteAnswer.UNKNOWN;
        throw e;
      }
      if (open) {
        throw new GcsTrouble(
            GcsTrouble.Kind.UPLOAD_ENDED, new IllegalStateException("ended before"));
      }
    }
  }

  @Override
  public void close() {
    String address = upload;
    if (address != null && !ended) {
      ended = true;
      try {
        objects.cancelUpload(address);
      } catch (RuntimeException e) {
        LOGGER.log(Level.DEBUG, "the server discards an upload by itself: {0}", objects.reason(e));
      }
    }
  }
}
