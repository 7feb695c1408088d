package org.tarnlake.maintenance.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.local.LocalStore;

class LocalTableDamageTest extends TableDamageTest {
  @TempDir private Path folder;

  @Override
  ObjectStore newStore() throws IOException {
    return LocalStore.open(Files.createTempDirectory(folder, "lake"));
  }

  /** A power cut may have left that, and who writes next puts it right. */
  @Override
  String missingBeforeOthers() {
    return "note: users/_delta_log/: version 1 is not published yet, but version 2 is, so that other engines cannot read the table; whoever writes to the lake next does so";
  }
}
