package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/** What the function of an update does to the same table is done, or refused, but not forgotten. */
class StatementsInStatementsTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  @Test
  void aRowThatTheFunctionAppendsIsNotForgotten() {
    try (Lake lake = Lake.create(sound.watch(new MemoryStore()), Environment.system())) {
      AtomicBoolean appended = new AtomicBoolean();
      lake.transact(
          tx -> {
            tx.createTable("t", Schema.parse("id long, n int"));
            tx.append("t", 1L, 1);
            try {
              tx.update("t")
                  .set(
                      "n",
                      row -> {
                        tx.append("t", 50L, 50);
                        appended.set(true);
                        return 2;
                      })
                  .run();
            } catch (IllegalStateException e) {
              assertThat(appended).isFalse();
            }
          });
      assertThat(lake.scan("t").where("id = 50").count()).isEqualTo(appended.get() ? 1 : 0);
    }
  }

  @Test
  void aRowThatTheFunctionDeletesIsNotForgotten() {
    try (Lake lake = Lake.create(sound.watch(new MemoryStore()), Environment.system())) {
      lake.transact(
          tx -> {
            tx.createTable("t", Schema.parse("id long, n int"));
            tx.append("t", 1L, 1);
            tx.append("t", 2L, 2);
          });
      AtomicBoolean deleted = new AtomicBoolean();
      lake.transact(
          tx -> {
            try {
              tx.update("t")
                  .set(
                      "n",
                      row -> {
                        deleted.set(tx.delete("t", "id = 2") == 1);
                        return 3;
                      })
                  .where("id = 1")
                  .run();
            } catch (IllegalStateException e) {
              assertThat(deleted).isFalse();
            }
          });
      assertThat(lake.scan("t").where("id = 2").count()).isEqualTo(deleted.get() ? 0 : 1);
    }
  }
}
