package org.tarnlake.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.testing.FeedReplay;
import org.tarnlake.testing.SoundLake;

/**
 * What follows every fault: a new process finds the lake sound; it shows all that was acknowledged,
 * what was under way whole or not at all, and nothing else; and writing goes on. Stateless.
 */
final class Recovery {
  private Recovery() {}

  /** When requests that are late land. */
  enum Landing {
    AFTER_REOPENING,
    AFTER_THE_NEXT_COMMIT
  }

  static void check(World world, Landing landing) throws IOException {
    if (world.store().list("_tarn/lake.json", "").isEmpty()) {
      world.start("maker").create();
    }
    assertSoundLogs(world.store());
    Client next = world.start("next");
    next.open();
    next.settle();
    if (landing == Landing.AFTER_REOPENING) {
      world.victimsStore().deliver();
      next.settle();
      assertSoundLogs(world.store());
    }
    next.commit(Change.create("later"), Change.append("later", 1));
    for (String table : tables(next)) {
      next.commit(Change.append(table, 1000));
    }
    next.awaitPublished();
    if (landing == Landing.AFTER_THE_NEXT_COMMIT) {
      world.victimsStore().deliver();
    }
    next.commit(Change.append("later", 2));
    next.close();
    assertThat(world.journal().outcomes().stream().filter(o -> o.startsWith("next")))
        .allMatch(outcome -> outcome.contains(": version "));

    Client last = world.start("last");
    last.open();
    last.settle();
    SoundLake.assertOneOfManySound(world.store());
    if (world.store().list("", "").stream()
        .anyMatch(each -> each.name().contains("_change_data/"))) {
      FeedReplay.assertLeadsToEachVersion(last.lake());
    }
    assertThat(Finding.of(world.store(), CheckDepth.LOGS))
        .noneMatch(finding -> finding.message().contains("not published yet"));
  }

  private static List<String> tables(Client client) {
    return client.lake().latest().tables().stream().map(table -> table.name()).toList();
  }

  private static void assertSoundLogs(ObjectStore store) {
    assertThat(Finding.of(store, CheckDepth.LOGS)).noneMatch(Finding::isDamage);
  }
}
