package org.tarnlake.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.judge.KernelJudge;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.local.LocalStore;

/**
 * Checks the lakes of a test when it has ended, data files included, and has Delta Kernel read
 * them, so that no test leaves one unsound without failing:
 *
 * <pre>{@code
 * @RegisterExtension final SoundLake sound = new SoundLake();
 *
 * @Test void something() {
 *   ObjectStore store = sound.watch(new MemoryStore());
 * }
 * }</pre>
 */
public final class SoundLake implements AfterEachCallback {
  private final List<ObjectStore> stores = new ArrayList<>();

  /** Has a store checked after the test; returns it. */
  public <S extends ObjectStore> S watch(S store) {
    stores.add(store);
    return store;
  }

  /** Has the lake in a folder checked after the test; returns the folder. */
  public Path watch(Path folder) {
    watch(local(folder));
    return folder;
  }

  /**
   * Fails, listing what is wrong, if the lake in a store is damaged, or if another engine reads its
   * tables otherwise.
   */
  public static void assertSound(ObjectStore store) {
    assertChecked(store);
    KernelJudge.assertAgrees(store);
  }

  /**
   * As {@link #assertSound(ObjectStore)}, where thousands of lakes are much alike: the other engine
   * reads some of them.
   */
  public static void assertOneOfManySound(ObjectStore store) {
    assertChecked(store);
    KernelJudge.assertNowAndThenAgrees(store);
  }

  private static void assertChecked(ObjectStore store) {
    assertThat(Finding.of(store, CheckDepth.DATA).stream().filter(Finding::isDamage))
        .as("the consistency check of the lake in %s", store.location())
        .isEmpty();
  }

  /** Fails, listing what is wrong, if the lake in a folder is damaged or read otherwise. */
  public static void assertSound(Path folder) {
    assertSound(local(folder));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    List<ObjectStore> watched = List.copyOf(stores);
    stores.clear();
    watched.forEach(SoundLake::assertSound);
  }

  private static LocalStore local(Path folder) {
    try {
      return LocalStore.open(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
