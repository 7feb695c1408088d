package org.tarnlake.store.local;

import java.io.IOException;
import java.nio.file.Path;
import org.tarnlake.store.ObjectStore;

/** A local store with one line left out, to show that power cuts find it. */
public final class UnsyncedFolders {
  private UnsyncedFolders() {}

  /** A store that syncs every file, and no folder. */
  public static ObjectStore open(Path root) throws IOException {
    return LocalStore.open(root, new LocalCalls(LocalCalls.REAL.link(), folder -> {}));
  }
}
