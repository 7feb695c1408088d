package org.tarnlake.crash.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.Lake;
import org.tarnlake.crash.QuietLog;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;

/**
 * A table's folder was copied earlier than the lake's log: it lacks commits which a lake checkpoint
 * counts as published, and those after it. Publishing the latter, a process once left a gap, found
 * the newest commit in its place and took commits to a table that nobody could read.
 */
@ExtendWith(QuietLog.class)
final class FolderBehindTest {
  private static final String LOG = "behind/_delta_log/";

  private final MemoryStore store = new MemoryStore();

  private List<String> names() {
    return store.list(LOG, "").stream().map(ObjectInfo::name).toList();
  }

  @Test
  void nothingIsPublishedBehindAGapAndNoCommitAcknowledged() throws IOException {
    try (Lake lake = Lake.create(store, Environment.system())) {
      lake.transact(tx -> tx.createUntypedTable("behind", "id"));
      lake.transact(tx -> tx.createUntypedTable("sound", "id"));
      for (int i = 0; i < 80; i++) {
        int id = i;
        lake.transact(tx -> tx.append("behind", id));
        lake.awaitPublished();
      }
    }
    assertThat(store.list("_tarn/log/", "")).anyMatch(o -> o.name().contains("checkpoint.json"));
    for (String name : names()) {
      if (name.compareTo(LOG + "00000000000000000040") > 0) {
        store.delete(name);
      }
    }
    List<String> before = names();
    appendAndLook(before);
  }

  private void appendAndLook(List<String> before) {
    try (Lake lake = Lake.open(store, Environment.system())) {
      lake.transact(tx -> tx.append("sound", 1));
      assertThatThrownBy(lake::awaitPublished)
          .isInstanceOf(CorruptionException.class)
          .hasMessageStartingWith("table behind is not published")
          .hasMessageContaining(LOG);
      assertThat(names()).isEqualTo(before);
      assertThatThrownBy(() -> lake.transact(tx -> tx.append("behind", 1)))
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining(LOG)
          .hasMessageContaining("is missing");
      assertThatThrownBy(() -> lake.scan("behind").count())
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining("is missing");
      assertThat(lake.scan("sound").count()).isEqualTo(1);
    }
  }
}
