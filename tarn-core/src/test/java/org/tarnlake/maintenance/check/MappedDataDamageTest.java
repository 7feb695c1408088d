package org.tarnlake.maintenance.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.env.Environment;
import org.tarnlake.store.MemoryStore;

/** The deep check finds columns and their statistics where the table's mapping has them. */
class MappedDataDamageTest {
  private static final String CREATION =
      """
      {"commitInfo":{"timestamp":1700000000000,"operation":"CREATE TABLE","operationParameters":{}}}
      {"protocol":{"minReaderVersion":2,"minWriterVersion":5}}
      {"metaData":{"id":"11111111-2222-3333-4444-555555555555","format":{"provider":"parquet","options":{}},"schemaString":"{\\"type\\":\\"struct\\",\\"fields\\":[{\\"name\\":\\"unit price\\",\\"type\\":\\"long\\",\\"nullable\\":true,\\"metadata\\":{\\"delta.columnMapping.id\\":1,\\"delta.columnMapping.physicalName\\":\\"col-1\\"}}]}","partitionColumns":[],"configuration":{"delta.columnMapping.mode":"MODE","delta.columnMapping.maxColumnId":"1"},"createdTime":1700000000000}}
      """;

  @ParameterizedTest
  @ValueSource(strings = {"name", "id"})
  void statisticsThatLieAboutAMappedColumnAreFound(String mode) throws IOException {
    DamagedLake lake = DamagedLake.over(new MemoryStore());
    lake.write(DamagedLake.commit("t/_delta_log/", 0), CREATION.replace("MODE", mode));
    try (Lake open = Lake.create(lake.store(), Environment.system())) {
      open.attach("t", "t");
      open.transact(tx -> tx.append("t", 7L));
      open.awaitPublished();
    }
    assertThat(lake.check(CheckDepth.DATA)).isEmpty();
    lake.editCommit(
        2,
        DamagedLake.commit("t/_delta_log/", 2),
        text -> text.replace("\\\"col-1\\\":7", "\\\"col-1\\\":8"));
    assertThat(lake.check(CheckDepth.DATA).stream().map(Finding::toString))
        .containsExactly(
            "damage: %s: column 'col-1' has 1 values, the first '7', outside what its statistics say; restore the file from a backup"
                .formatted(lake.dataFile("t")));
  }
}
