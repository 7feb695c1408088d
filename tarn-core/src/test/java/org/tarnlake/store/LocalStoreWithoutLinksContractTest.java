package org.tarnlake.store;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a file system that has no hard links. */
final class LocalStoreWithoutLinksContractTest extends ObjectStoreContractTest {
  @TempDir Path folder;

  @Override
  protected ObjectStore openEmpty() throws Exception {
    return open(Files.createDirectory(folder.resolve("lake")));
  }

  @Override
  protected ObjectStore another(ObjectStore store) throws Exception {
    return open(Path.of(store.location()));
  }

  private static LocalStore open(Path root) throws Exception {
    return LocalStore.open(root, new LocalCalls(Links.REFUSED, LocalCalls.REAL.sync()));
  }
}
