package org.tarnlake.lake.publish;

import java.io.IOException;
import java.util.Arrays;
import org.tarnlake.lake.CatalogTable;
import org.tarnlake.lake.CommitMark;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.Upload;
import org.tarnlake.store.access.ForwardingStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.CommitLines;
import org.tarnlake.table.action.DeltaNames;

/**
 * A lake's store, for what is written after a table's commits: checkpoints, their hints, version
 * checksums. Nothing is put once the table has left the lake. If the table leaves during a slow put
 * and its folder is another table's by then, what was put is deleted again; in the table's own
 * folder it stays, since its owner may rely on it by now. Safe for many threads.
 */
final class FollowerStore extends ForwardingStore {
  private final ObjectStore store;
  private final Presence presence;
  private final CatalogTable table;
  private final CommitMark commit;

  /**
   * @param commit what is followed
   */
  FollowerStore(ObjectStore store, Presence presence, CatalogTable table, CommitMark commit) {
    super(store);
    this.store = store;
    this.presence = presence;
    this.table = table;
    this.commit = commit;
  }

  private interface Put {
    boolean run() throws IOException;
  }

  /** Undoes a put. */
  private interface TakingBack {
    void run() throws IOException;
  }

  private boolean put(String name, Put put, TakingBack takingBack) throws IOException {
    long startMillis = presence.nowMillis();
    if (presence.hasLeft(table)) {
      throw hasLeft(name, "was not written");
    }
    boolean done = put.run();
    presence.lookAfter(startMillis);
    if (done && presence.hasLeft(table) && isAnothersFolder()) {
      takingBack.run();
      throw hasLeft(name, "was taken back");
    }
    return done;
  }

  /** Whether the folder has another commit of that version, or does not come so far. */
  private boolean isAnothersFolder() {
    String name = DeltaNames.commit(table.location(), commit.version());
    byte[] found = StoreAccess.find(store, name);
    if (found == null) {
      return !DeltaNames.hasCommit(StoreAccess.list(store, DeltaNames.log(table.location()), name));
    }
    return commit.crc32c() != CommitMark.UNKNOWN
        && CommitLines.ofBytes(found).crc32c() != commit.crc32c();
  }

  private IOException hasLeft(String name, String what) {
    return new IOException(
        "table %s has left the lake, so that %s %s".formatted(table.name(), name, what));
  }

  private void takeBack(String name, byte[] content) throws IOException {
    byte[] found = StoreAccess.find(store, name);
    if (found != null && Arrays.equals(found, content)) {
      store.delete(name);
    }
  }

  @Override
  public boolean putIfAbsent(String name, byte[] content) throws IOException {
    return put(name, () -> store.putIfAbsent(name, content), () -> store.delete(name));
  }

  @Override
  public void put(String name, byte[] content) throws IOException {
    put(
        name,
        () -> {
          store.put(name, content);
          return true;
        },
        () -> takeBack(name, content));
  }

  @Override
  public Upload upload(String name) throws IOException {
    return new FollowerUpload(name, store.upload(name));
  }

  @Override
  public void close() {}

  private final class FollowerUpload extends ForwardingUpload {
    private final String name;

    FollowerUpload(String name, Upload upload) {
      super(upload);
      this.name = name;
    }

    @Override
    public boolean commit() throws IOException {
      return put(name, super::commit, () -> store.delete(name));
    }
  }
}
