package org.tarnlake.maintenance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.store.LocalStore;
import org.tarnlake.store.ObjectStore;

class LocalLogDamageTest extends LogDamageTest {
  @TempDir private Path folder;

  @Override
  ObjectStore newStore() throws IOException {
    return LocalStore.open(Files.createTempDirectory(folder, "lake"));
  }
}
