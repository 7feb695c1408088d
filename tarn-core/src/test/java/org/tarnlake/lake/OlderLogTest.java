package org.tarnlake.lake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tarnlake.Lake;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.testing.SoundLake;

/**
 * An older log was put back, and the tables' folders were not. It was said that another program
 * wrote to the tables, which sent people the wrong way.
 */
class OlderLogTest {
  private final MemoryStore disk = new MemoryStore();
  private final Map<String, byte[]> newer = new HashMap<>();

  @BeforeEach
  void putAnOlderLogBack() throws IOException {
    try (Lake lake = Lake.create(disk, Environment.system())) {
      lake.transact(tx -> tx.createUntypedTable("t", "a"));
      for (int i = 0; i < 4; i++) {
        lake.transact(tx -> tx.append("t", "x"));
      }
    }
    for (ObjectInfo object : disk.list(LakeNames.LOG, LakeNames.entry(3))) {
      newer.put(object.name(), disk.get(object.name()));
      disk.delete(object.name());
    }
  }

  private void putTheNewerLogBack() {
    newer.forEach(disk::put);
    SoundLake.assertSound(disk);
  }

  @Test
  void firstLookSaysThatTheLogIsOlder() {
    try (Lake lake = Lake.open(disk, Environment.system())) {
      assertThatThrownBy(() -> lake.scan("t").count())
          .isInstanceOf(CorruptionException.class)
          .hasMessage(
              "t/_delta_log/00000000000000000003.json of table t is of lake version 4, but the lake's log ends at 3: the log is older than the table, since an older log was put back or the lake was copied in use; put the newer log back, or see by 'tarn repair' what the table would lose without it");
    }
    putTheNewerLogBack();
  }

  /** The process has looked at the folder before. */
  @Test
  void publicationSaysThatTheLogIsOlder() throws IOException {
    byte[] ahead = disk.get("t/_delta_log/00000000000000000004.json");
    for (String version : new String[] {"3", "4"}) {
      disk.delete("t/_delta_log/0000000000000000000%s.json".formatted(version));
      disk.delete("t/_delta_log/0000000000000000000%s.crc".formatted(version));
    }
    Lake lake = Lake.open(disk, Environment.system());
    lake.transact(tx -> tx.append("t", "y"));
    lake.awaitPublished();
    disk.put("t/_delta_log/00000000000000000004.json", ahead);
    lake.transact(tx -> tx.append("t", "y"));
    assertThatThrownBy(lake::awaitPublished).isInstanceOf(CorruptionException.class);
    disk.put(
        "t/_delta_log/00000000000000000004.json",
        new String(ahead, UTF_8)
            .replace("\"tarn.lakeVersion\":\"5\"", "\"tarn.lakeVersion\":\"9\"")
            .getBytes(UTF_8));
    assertThatThrownBy(lake::awaitPublished)
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining(
            "t/_delta_log/00000000000000000004.json of table t is of lake version 9, but the lake's log ends at 5: the log is older than the table");
    disk.delete("t/_delta_log/00000000000000000004.json");
    lake.awaitPublished();
    lake.close();
    SoundLake.assertSound(disk);
  }
}
