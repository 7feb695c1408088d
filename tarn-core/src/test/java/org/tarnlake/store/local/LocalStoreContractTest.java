package org.tarnlake.store.local;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.ObjectStoreContractTest;

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
