package org.tarnlake.table.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.table.write.WriteRules;

class ProtocolTest {
  private static Protocol features(String... readerFeatures) {
    return new Protocol(3, 7, List.of(readerFeatures), List.of(readerFeatures));
  }

  private static ColumnMapping mapping(Protocol protocol, Map<String, String> configuration) {
    Schema schema = Schema.of(Field.optional("c", DataType.INT));
    return protocol.columnMapping(new Metadata("id", null, schema, configuration, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "columnMapping",
        "deletionVectors",
        "timestampNtz",
        "typeWidening",
        "typeWidening-preview",
        "v2Checkpoint",
        "vacuumProtocolCheck",
        "variantType",
        "variantType-preview",
        "variantShredding",
        "variantShredding-preview"
      })
  void tablesWithTheseReaderFeaturesAreRead(String feature) {
    features(feature).requireReadable("t");
  }

  @Test
  void unknownReaderFeaturesAreNamedAllAtOnce() {
    assertThatThrownBy(() -> features("new1", "columnMapping", "new2").requireReadable("t"))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessage(
            "table t needs the reader features 'new1', 'new2', which this version of Tarn lacks; use a newer one");
    assertThatThrownBy(() -> features("catalogManaged").requireReadable("t"))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessageContaining("the reader feature 'catalogManaged'");
    assertThatThrownBy(() -> new Protocol(4, 7, List.of(), List.of()).requireReadable("t"))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessageContaining("reader version 4");
  }

  @Test
  void unknownWriterFeaturesStopWritersOnly() {
    Protocol protocol = new Protocol(1, 7, null, List.of("appendOnly", "new"));
    protocol.requireReadable("t");
    Schema schema = Schema.builder().optional("a", DataType.LONG).build();
    TableHead head = new TableHead(protocol, Metadata.forNewTable("id", "t", schema, 0));
    assertThatThrownBy(() -> WriteRules.requireWritable("t", head))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessageContaining("the writer feature 'new'");
  }

  @ParameterizedTest
  @CsvSource({"none, NONE", "id, ID", "name, NAME"})
  void theModeOfColumnMappingIsThatOfThePropertyWhereTheProtocolHasIt(
      String mode, ColumnMapping mapping) {
    Map<String, String> configuration = Map.of("delta.columnMapping.mode", mode);
    assertThat(mapping(new Protocol(2, 5, null, null), configuration)).isEqualTo(mapping);
    assertThat(mapping(features("columnMapping"), configuration)).isEqualTo(mapping);
    assertThat(mapping(features("deletionVectors"), configuration)).isEqualTo(ColumnMapping.NONE);
    assertThat(mapping(new Protocol(1, 2, null, null), configuration))
        .isEqualTo(ColumnMapping.NONE);
    assertThat(mapping(features("columnMapping"), Map.of())).isEqualTo(ColumnMapping.NONE);
  }

  /**
   * All values came out null: Spark wrote such a table, with the feature among the writer's only.
   */
  @ParameterizedTest
  @CsvSource({"id, ID", "name, NAME"})
  void columnsWithPhysicalNamesAreMappedWhateverTheProtocolSays(
      String mode, ColumnMapping mapping) {
    Field field =
        new Field(
            "a",
            DataType.LONG,
            true,
            Map.of("delta.columnMapping.physicalName", "col-1", "delta.columnMapping.id", 1));
    Metadata metadata =
        new Metadata("id", null, Schema.of(field), Map.of("delta.columnMapping.mode", mode), null);
    for (Protocol protocol :
        List.of(
            new Protocol(3, 7, List.of(), List.of("columnMapping", "icebergCompatV1")),
            new Protocol(1, 7, null, List.of("columnMapping")),
            new Protocol(1, 2, null, null))) {
      assertThat(protocol.columnMapping(metadata)).isEqualTo(mapping);
      TableHead head = new TableHead(protocol, metadata);
      assertThatThrownBy(() -> WriteRules.requireWritable("t", head))
          .isInstanceOf(UnsupportedTableException.class);
    }
  }

  @Test
  void anUnknownModeOfColumnMappingIsNamed() {
    assertThatThrownBy(
            () -> mapping(features("columnMapping"), Map.of("delta.columnMapping.mode", "magic")))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessageContaining("the column mapping mode 'magic'");
  }
}
