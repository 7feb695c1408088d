package org.tarnlake.azure;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.ObjectStoreContractTest;

/** The contract, by the vendor's emulator. */
@ExtendWith(AzureServer.Extension.class)
class AzureStoreContractTest extends ObjectStoreContractTest {
  private static final AtomicInteger FOLDERS = new AtomicInteger();

  private static AzureServer server;
  private static String container;

  private String folder;

  @BeforeAll
  static void makeContainer(AzureServer started) {
    server = started;
    container = server.newContainer();
  }

  @Override
  protected ObjectStore openEmpty() {
    folder = "lakes/" + FOLDERS.incrementAndGet();
    return server.open(container, folder);
  }

  @Override
  protected ObjectStore another(ObjectStore store) {
    return server.open(container, folder);
  }

  @Override
  protected int bigObjectBytes() {
    return 4 * AzureServer.PIECE_BYTES + 3;
  }

  @Override
  protected int rounds() {
    return Integer.getInteger("tarn.rounds", 10);
  }
}
