package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/** Columns that are called as the words which a merge has for its two sides. */
class MergeWordsTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  @Test
  void columnsCalledSourceAndTargetKeepTheirValues() {
    try (Lake lake = Lake.create(sound.watch(new MemoryStore()), Environment.system())) {
      lake.transact(
          tx -> {
            tx.createTable("t", Schema.parse("id long, source string, target string, n int"));
            tx.append("t", 1L, "s1", "t1", 1);
            tx.append("t", 2L, "s2", "t2", 2);
          });
      lake.transact(
          tx ->
              tx.merge("t")
                  .using(Schema.parse("id long"), List.of(Map.of("id", 1L)))
                  .on("id")
                  .whenMatched()
                  .update(Map.of("n", "n + 10"))
                  .whenNotMatchedBySource()
                  .update(Map.of("n", "n + 20"))
                  .run());
      assertThat(lake.scan("t").where("source = 's1' and target = 't1' and n = 11").count())
          .isEqualTo(1);
      assertThat(lake.scan("t").where("source = 's2' and target = 't2' and n = 22").count())
          .isEqualTo(1);
    }
  }
}
