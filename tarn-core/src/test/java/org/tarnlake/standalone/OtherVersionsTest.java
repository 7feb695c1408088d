package org.tarnlake.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.standalone.StandaloneTest.ids;

import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.table.checkpoint.CheckpointWriter;
import org.tarnlake.table.log.TableLog;
import org.tarnlake.testing.ManualTime;

/** What a log holds besides what the version needs that is asked for. */
class OtherVersionsTest {
  private static final String LACKED = ForeignWriter.SCHEMA.replace("\"long\"", "\"geometry\"");

  private final ManualTime time = new ManualTime();
  private final MemoryStore disk = new MemoryStore(time::now);
  private final ForeignWriter writer = new ForeignWriter(disk, "");

  private Lake open() {
    return Lake.open(disk, time.environment());
  }

  private static String withoutSchema() {
    return ForeignWriter.metadata(ForeignWriter.SCHEMA, "{}")
        .replaceFirst("\"schemaString\":\"(\\\\\"|[^\"])*\",", "");
  }

  private void assertSound(Lake lake) {
    assertThat(lake.check(CheckDepth.DATA)).filteredOn(Finding::isDamage).isEmpty();
  }

  /** Delta Live Tables begin so; their second commit tells the schema. */
  @Test
  void metadataWithoutASchemaMayBeSuperseded() {
    writer.create(ForeignWriter.LEGACY, withoutSchema());
    writer.commit(1, ForeignWriter.metadata(ForeignWriter.SCHEMA, "{}"));
    writer.append(2, 7);
    try (Lake lake = open()) {
      assertThat(ids(lake.scan("memory"))).containsExactly(7L);
      assertThat(lake.history(9)).hasSize(3);
      lake.transact(tx -> tx.append("memory", 8L));
      assertThat(ids(lake.scan("memory"))).containsExactly(7L, 8L);
      assertThatThrownBy(() -> lake.asOf(0).scan("memory").rows())
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining("00000000000000000000.json, line 3: metaData lacks 'schemaString'");
      assertSound(lake);
    }
  }

  @Test
  void metadataWithoutASchemaIsRefusedIfItIsNotSuperseded() {
    writer.create(ForeignWriter.LEGACY, withoutSchema());
    writer.append(1, 7);
    try (Lake lake = open()) {
      assertThatThrownBy(() -> lake.scan("memory").rows())
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining("metaData lacks 'schemaString'");
      assertThatThrownBy(() -> lake.transact(tx -> tx.append("memory", 8L)))
          .isInstanceOf(CorruptionException.class);
      assertThat(lake.check(CheckDepth.LOGS))
          .anyMatch(finding -> finding.isDamage() && finding.message().contains("schemaString"));
    }
  }

  @Test
  void aLaterTypeThatIsLackedDoesNotHideEarlierVersions() {
    writer.create();
    writer.append(1, 1);
    writer.commit(2, ForeignWriter.metadata(LACKED, "{}"));
    writer.append(3, 2);
    try (Lake lake = open()) {
      assertThat(ids(lake.asOf(1).scan("memory"))).containsExactly(1L);
      assertThat(lake.history(9)).hasSize(4);
      assertThatThrownBy(() -> lake.scan("memory").rows())
          .isInstanceOf(UnsupportedTableException.class)
          .hasMessageContaining(
              "00000000000000000002.json, line 1: the schema has the type 'geometry'");
      assertThatThrownBy(() -> lake.transact(tx -> tx.append("memory", 8L)))
          .isInstanceOf(UnsupportedTableException.class);
      assertThat(lake.latest().version()).isEqualTo(3);
      assertSound(lake);
      // The column is gone again.
      writer.commit(4, ForeignWriter.metadata(ForeignWriter.SCHEMA, "{}"));
      assertThat(ids(lake.scan("memory"))).containsExactly(1L, 2L);
      assertThat(ids(lake.asOf(1).scan("memory"))).containsExactly(1L);
    }
    try (Lake lake = open()) {
      assertThat(ids(lake.scan("memory"))).containsExactly(1L, 2L);
    }
  }

  @Test
  void anAttachedTableMayHaveLackedATypeBefore() {
    MemoryStore lakeDisk = new MemoryStore(time::now);
    Lake.create(lakeDisk, time.process()).close();
    ForeignWriter inLake = new ForeignWriter(lakeDisk, "t");
    inLake.create(ForeignWriter.LEGACY, withoutSchema());
    inLake.commit(1, ForeignWriter.metadata(LACKED, "{}"));
    inLake.commit(2, ForeignWriter.metadata(ForeignWriter.SCHEMA, "{}"));
    inLake.append(3, 7);
    try (Lake lake = Lake.open(lakeDisk, time.process())) {
      lake.attach("t", "t");
      lake.transact(tx -> tx.append("t", 8L));
      assertThat(ids(lake.scan("t"))).containsExactly(7L, 8L);
      lake.awaitPublished();
      assertSound(lake);
    }
  }

  /** Another engine's retention may leave a checkpoint and no commit. */
  @Test
  void theHistoryOfATableThatHasOnlyACheckpointIsEmpty() throws IOException {
    writer.create();
    writer.append(1, 1);
    writer.append(2, 2);
    new CheckpointWriter(disk, time.environment()).write("", new TableLog(disk, "").load(2));
    for (String name : writer.names("_delta_log/")) {
      if (name.endsWith(".json") || name.endsWith(".crc")) {
        disk.delete(name);
      }
    }
    try (Lake lake = open()) {
      assertThat(lake.history(9)).isEmpty();
      assertThat(lake.history("memory", 9)).isEmpty();
      assertThat(ids(lake.scan("memory"))).containsExactly(1L, 2L);
      assertSound(lake);
      lake.transact(tx -> tx.append("memory", 3L));
      assertThat(lake.history(9)).hasSize(1);
      assertThat(lake.history("memory", 9)).hasSize(1);
      assertThat(ids(lake.scan("memory"))).containsExactly(1L, 2L, 3L);
    }
  }

  /** An empty hint in an otherwise empty log passed for a sound table. */
  @Test
  void aLogWithoutACommitIsNoTable() throws IOException {
    disk.put("_delta_log/_last_checkpoint", new byte[0]);

    assertThatThrownBy(() -> Finding.of(disk, CheckDepth.LOGS))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("memory is no Delta table: it has no _delta_log with a commit in it");
    assertThatThrownBy(this::open)
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("memory is no Delta table: it has no _delta_log with a commit in it");
  }

  @Test
  void aTimeThatIsStillToComeIsNoVersion() {
    MemoryStore lakeDisk = new MemoryStore(time::now);
    try (Lake lake = Lake.create(lakeDisk, time.process())) {
      lake.transact(tx -> tx.createTable("t", Schema.of(Field.optional("id", DataType.LONG))));
      time.move(java.time.Duration.ofHours(1));
      assertThat(lake.asOf(time.now()).version()).isEqualTo(1);
      assertThatThrownBy(() -> lake.asOf(Instant.parse("9999-01-01T00:00:00Z")))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageStartingWith(
              "there is no version as of 9999-01-01T00:00:00Z yet; the newest, 1, was committed at ");
    }
    writer.create();
    try (Lake lake = open()) {
      assertThat(lake.asOf(time.now()).version()).isEqualTo(0);
      assertThatThrownBy(() -> lake.asOf(Instant.parse("9999-01-01T00:00:00Z")))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageStartingWith("there is no version as of 9999-01-01T00:00:00Z yet");
    }
  }

  /**
   * Writer versions below 4 do not know generated columns, and none of their writers made a value.
   */
  @Test
  void aGenerationExpressionCountsFromWriterVersion4On() {
    String generated = ForeignWriter.schema("{\"delta.generationExpression\":\"1 + 1\"}");
    for (int version : new int[] {2, 3, 4}) {
      MemoryStore store = new MemoryStore(time::now);
      new ForeignWriter(store, "")
          .create(
              ForeignWriter.LEGACY.replace(
                  "\"minWriterVersion\":2", "\"minWriterVersion\":" + version),
              ForeignWriter.metadata(generated, "{}"));
      try (Lake lake = Lake.open(store, time.environment())) {
        if (version < 4) {
          lake.transact(tx -> tx.append("memory", 5L));
          assertThat(ids(lake.scan("memory"))).containsExactly(5L);
        } else {
          assertThatThrownBy(() -> lake.transact(tx -> tx.append("memory", 5L)))
              .isInstanceOf(InvalidDataException.class)
              .hasMessageContaining("column 'id' is 5, but 2 follows from the others (1 + 1)");
          lake.transact(tx -> tx.append("memory", (Object) null));
          assertThat(ids(lake.scan("memory"))).containsExactly(2L);
        }
      }
    }
  }
}
