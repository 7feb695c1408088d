package org.tarnlake.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class LocalStoreContractTest extends ObjectStoreContractTest {
  @TempDir Path folder;

  @Override
  protected ObjectStore openEmpty() throws Exception {
    return LocalStore.create(folder.resolve("lake"));
  }

  @Override
  protected ObjectStore another(ObjectStore store) throws Exception {
    return LocalStore.open(Path.of(store.location()));
  }
}
