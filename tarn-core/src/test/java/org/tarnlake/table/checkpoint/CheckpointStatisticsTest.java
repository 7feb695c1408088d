package org.tarnlake.table.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.state.TableState;

/** Statistics and partition values in the columns that other engines read. */
class CheckpointStatisticsTest extends WrittenCheckpoint {
  @Test
  void parsedStatisticsSayWhatTheJsonSays() throws SQLException {
    Schema schema =
        Schema.builder()
            .optional("l", DataType.LONG)
            .optional("s", DataType.STRING)
            .optional("d", DataType.DATE)
            .optional("t", DataType.TIMESTAMP)
            .optional("n", DataType.TIMESTAMP_NTZ)
            .optional("c", DataType.decimal(10, 2))
            .optional("f", DataType.DOUBLE)
            .optional("b", DataType.BOOLEAN)
            .optional("i", new StructType(List.of(Field.optional("x", DataType.BYTE))))
            .build();
    String json =
        "{\"numRecords\":3,\"minValues\":{\"l\":-5,\"s\":\"a\",\"d\":\"1969-12-31\",\"t\":\"2024-01-01T00:00:00.123Z\",\"n\":\"2024-01-01T00:00:00.123\",\"c\":1.5,\"f\":\"-Infinity\",\"i\":{\"x\":1}},"
            + "\"maxValues\":{\"l\":99999999999999999999,\"s\":1,\"t\":\"2024-01-01T00:00:00.124+02:00\",\"c\":1.555,\"f\":\"NaN\",\"zzz\":1,\"i\":{\"x\":1000}},"
            + "\"nullCount\":{\"l\":0,\"b\":2,\"i\":{\"x\":1}},\"tightBounds\":true}";
    write(state(schema, Map.of(), new AddFile("f", Map.of(), 1, 1, true, json)));
    assertThat(
            query(
                "SELECT add.stats_parsed.numRecords, add.stats_parsed.tightBounds FROM $ WHERE add"
                    + " IS NOT NULL"))
        .containsExactly("3|true");
    assertThat(query("SELECT add.stats_parsed.minValues::VARCHAR FROM $ WHERE add IS NOT NULL"))
        .containsExactly(
            "{'l': -5, 's': a, 'd': 1969-12-31, 't': '2024-01-01 00:00:00.123+00', 'n': '2024-01-01"
                + " 00:00:00.123', 'c': 1.50, 'f': -inf, 'i': {'x': 1}}");
    assertThat(query("SELECT add.stats_parsed.maxValues::VARCHAR FROM $ WHERE add IS NOT NULL"))
        .containsExactly(
            "{'l': NULL, 's': NULL, 'd': NULL, 't': '2023-12-31 22:00:00.124+00', 'n': NULL, 'c':"
                + " NULL, 'f': NULL, 'i': {'x': NULL}}");
    assertThat(query("SELECT add.stats_parsed.nullCount::VARCHAR FROM $ WHERE add IS NOT NULL"))
        .containsExactly(
            "{'l': 0, 's': NULL, 'd': NULL, 't': NULL, 'n': NULL, 'c': NULL, 'f': NULL, 'b': 2,"
                + " 'i': {'x': 1}}");
    assertThat(query("SELECT add.stats FROM $ WHERE add IS NOT NULL")).containsExactly(json);
  }

  @Test
  void thePropertiesSayInWhichFormStatisticsAre() throws SQLException {
    write(
        state(
            PARTITIONED,
            Map.of("delta.checkpoint.writeStatsAsJson", "false"),
            file("f", "1", "{\"numRecords\":2}")));
    assertThat(query("SELECT add.stats_parsed.numRecords FROM $ WHERE add IS NOT NULL"))
        .containsExactly("2");
    assertThatThrownBy(() -> query("SELECT add.stats FROM $")).hasMessageContaining("stats");
    TableState structless =
        state(
                PARTITIONED,
                Map.of("delta.checkpoint.writeStatsAsStruct", "false"),
                file("f", "1", "{\"numRecords\":2}"))
            .apply(List.of(), "1.json");
    write(structless);
    assertThat(
            duck.query(
                "SELECT add.stats FROM '%s' WHERE add IS NOT NULL"
                    .formatted(folder.resolve(ZERO.replace("00.checkpoint", "01.checkpoint")))))
        .containsExactly("{\"numRecords\":2}");
  }

  @Test
  void mappedColumnsHaveTheirPhysicalNames() throws SQLException {
    Schema schema =
        new Schema(
            new StructType(List.of(mapped("id", "col-1"), mapped("p", "col-2"))), List.of("p"));
    Map<String, String> values = Map.of("col-2", "7");
    String json = "{\"numRecords\":1,\"minValues\":{\"col-1\":3}}";
    Metadata metadata =
        new Metadata("id-1", "t", schema, Map.of("delta.columnMapping.mode", "name"), 5L);
    AddFile file = new AddFile("f", values, 1, 1, true, json);
    write(state(new Protocol(2, 5, null, null), metadata, file));
    assertThat(
            query(
                "SELECT add.stats_parsed.minValues::VARCHAR, add.partitionValues_parsed::VARCHAR"
                    + " FROM $ WHERE add IS NOT NULL"))
        .containsExactly("{'col-1': 3}|{'col-2': 7}");
  }

  private static Field mapped(String name, String physical) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("delta.columnMapping.id", 1L);
    metadata.put("delta.columnMapping.physicalName", physical);
    return new Field(name, DataType.LONG, true, metadata);
  }
}
