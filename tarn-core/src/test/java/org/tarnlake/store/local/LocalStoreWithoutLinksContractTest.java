package org.tarnlake.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.ObjectStoreContractTest;

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

  /** Once, a thread whose link failed gave up because another one had found out why meanwhile. */
  @Test
  void aLinkThatFailsWhileAnotherThreadFindsOutWhyIsReplacedByAMove() throws Exception {
    AtomicReference<LocalStore> store = new AtomicReference<>();
    LocalCalls.Link link =
        (name, existing) -> {
          if (name.endsWith("second")) {
            assertThat(store.get().putIfAbsent("first", new byte[] {1})).isTrue();
          }
          Links.REFUSED.link(name, existing);
        };
    store.set(LocalStore.open(folder, new LocalCalls(link, LocalCalls.REAL.sync())));
    assertThat(store.get().putIfAbsent("second", new byte[] {2})).isTrue();
    assertThat(store.get().get("first")).containsExactly(1);
    assertThat(store.get().get("second")).containsExactly(2);
  }

  private static LocalStore open(Path root) throws Exception {
    return LocalStore.open(root, new LocalCalls(Links.REFUSED, LocalCalls.REAL.sync()));
  }
}
