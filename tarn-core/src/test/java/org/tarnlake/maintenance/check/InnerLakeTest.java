package org.tarnlake.maintenance.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.env.Environment;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.local.LocalStore;
import org.tarnlake.testing.SoundLake;

/**
 * A lake within a lake, as they were made in buckets without a word. The check said nothing of it,
 * or counted its files as what transactions left, which may be deleted.
 */
class InnerLakeTest {
  private final MemoryStore store = new MemoryStore();

  @TempDir Path scratch;

  @ParameterizedTest
  @ValueSource(strings = {"sub", "deeper/sub", "t", "t/sub"})
  void isNamedAndNoneOfItsFilesIsALeftover(String inner) throws Exception {
    makeLake(store);
    putLakeInto(store, inner);
    assertNamed(store, inner);
    SoundLake.assertOneOfManySound(store);
  }

  @Test
  void isNamedOnADisk() throws Exception {
    try (ObjectStore disk = LocalStore.create(scratch)) {
      makeLake(disk);
      putLakeInto(disk, "deeper/sub");
      assertNamed(disk, "deeper/sub");
      SoundLake.assertOneOfManySound(disk);
    }
  }

  private static void makeLake(ObjectStore store) throws Exception {
    // It closes its store with itself, and this one is still needed.
    MemoryStore made = new MemoryStore();
    try (Lake lake = Lake.create(made, Environment.system())) {
      lake.transact(
          tx -> {
            tx.createUntypedTable("t", "a");
            tx.append("t", "x");
          });
    }
    copy(made, store, "");
  }

  private static void putLakeInto(ObjectStore store, String folder) throws Exception {
    MemoryStore inner = new MemoryStore();
    makeLake(inner);
    copy(inner, store, folder + "/");
  }

  private static void copy(MemoryStore from, ObjectStore to, String prefix) throws Exception {
    for (ObjectInfo each : from.list("", "")) {
      to.putIfAbsent(prefix + each.name(), from.get(each.name()));
    }
  }

  private static void assertNamed(ObjectStore store, String inner) {
    List<Finding> found = Finding.of(store, CheckDepth.LOGS);
    assertThat(found)
        .extracting(Finding::object, Finding::isDamage)
        .containsExactly(tuple(inner + "/_tarn/", false));
    assertThat(found.get(0).message()).contains("it is that of another lake, within");
  }
}
