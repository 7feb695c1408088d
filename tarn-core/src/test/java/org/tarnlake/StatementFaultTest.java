package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.env.Environment;
import org.tarnlake.error.StorageException;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.FaultyStore.Operation;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/** A statement that the store fails changes nothing, and the transaction goes on without it. */
class StatementFaultTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final FaultyStore store = new FaultyStore(sound.watch(new MemoryStore()));

  private Lake lake() {
    Lake.create(store, Environment.system()).close();
    Lake lake = SmallBuffers.open(store, Environment.system());
    lake.transact(
        tx -> {
          tx.createTable("t", Schema.parse("id long, n int"));
          for (int i = 0; i < 40; i++) {
            tx.append("t", (long) i, 0);
          }
        });
    lake.awaitPublished();
    return lake;
  }

  @Test
  void anUpdateWhoseFilesAreRefusedTakesNoRowOfTheTransaction() {
    try (Lake lake = lake()) {
      try (Transaction tx = lake.begin()) {
        tx.append("t", 100L, 0);
        store.failBefore(FaultyStore.every(Operation.COMMIT));
        assertThatThrownBy(() -> tx.update("t").set("n", "n + 1").run())
            .isInstanceOf(StorageException.class);
        store.heal();
        assertThat(tx.scan("t").count()).isEqualTo(41);
        tx.commit();
      }
      assertThat(lake.scan("t").where("n = 0").count()).isEqualTo(41);
    }
  }

  @Test
  void aMergeWhoseFilesAreRefusedTakesNoRowOfTheTransaction() {
    try (Lake lake = lake()) {
      try (Transaction tx = lake.begin()) {
        tx.append("t", 100L, 0);
        store.failBefore(FaultyStore.every(Operation.COMMIT));
        assertThatThrownBy(
                () ->
                    tx.merge("t")
                        .using(Schema.parse("id long"), List.of())
                        .on("id")
                        .whenNotMatchedBySource()
                        .update(Map.of("n", "n + 1"))
                        .run())
            .isInstanceOf(StorageException.class);
        store.heal();
        tx.commit();
      }
      assertThat(lake.scan("t").where("n = 0").count()).isEqualTo(41);
    }
  }
}
