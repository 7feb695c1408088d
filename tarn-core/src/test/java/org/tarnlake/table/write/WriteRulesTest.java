package org.tarnlake.table.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.ListType;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.Metadata;
import org.tarnlake.table.action.Protocol;
import org.tarnlake.table.action.TableHead;

class WriteRulesTest {
  private static TableHead head(
      int writer, @Nullable List<String> features, Map<String, String> properties, Field field) {
    return new TableHead(
        new Protocol(1, writer, null, features),
        new Metadata("id", null, Schema.of(field), properties, null));
  }

  private static Field field(Map<String, Object> metadata) {
    return new Field("a", DataType.LONG, true, metadata);
  }

  private static Field mapped(String name, long id, String physicalName, DataType type) {
    return new Field(
        name,
        type,
        true,
        Map.of("delta.columnMapping.id", id, "delta.columnMapping.physicalName", physicalName));
  }

  private static TableHead mappedHead(Map<String, String> properties, Field field) {
    return new TableHead(
        new Protocol(2, 5, null, null),
        new Metadata("id", null, Schema.of(field), properties, null));
  }

  private static void require(TableHead head) {
    WriteRules.requireWritable("t", head);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void oldWriterVersionsAreWrittenWhileNothingUsesTheirFeatures(int writer) {
    assertThatCode(() -> require(head(writer, null, Map.of(), field(Map.of()))))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "appendOnly",
        "invariants",
        "checkConstraints",
        "changeDataFeed",
        "generatedColumns",
        "allowColumnDefaults",
        "identityColumns",
        "columnMapping",
        "deletionVectors",
        "domainMetadata",
        "clustering",
        "inCommitTimestamp",
        "rowTracking",
        "v2Checkpoint",
        "vacuumProtocolCheck",
        "typeWidening",
        "timestampNtz"
      })
  void featuresThatAskNothingOfAnAppendAreWritten(String feature) {
    assertThatCode(() -> require(head(7, List.of(feature), Map.of(), field(Map.of()))))
        .doesNotThrowAnyException();
  }

  private static TableHead clustered(int columns, Map<String, String> properties) {
    List<Field> fields = new ArrayList<>();
    for (int c = 0; c < columns - 1; c++) {
      fields.add(Field.optional("c" + c, DataType.LONG));
    }
    fields.add(Field.optional("s", DataType.struct(Field.optional("last", DataType.LONG))));
    return new TableHead(
        new Protocol(1, 7, null, List.of("clustering", "domainMetadata")),
        new Metadata("id", null, new Schema(new StructType(fields), List.of()), properties, null));
  }

  /**
   * They were refused when properties that say of which columns there are statistics were not read.
   */
  @Test
  void aClusteredTableOfManyColumnsIsWritten() {
    Map<String, String> all = Map.of("delta.dataSkippingNumIndexedCols", "-1");
    assertThatCode(() -> require(clustered(33, Map.of()))).doesNotThrowAnyException();
    assertThatCode(() -> require(clustered(33, all))).doesNotThrowAnyException();
    assertThatCode(() -> require(clustered(33, Map.of("delta.dataSkippingStatsColumns", "s.last"))))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"variantType", "icebergCompatV1", "icebergCompatV2", "fromTomorrow"})
  void otherFeaturesAreRefusedByName(String feature) {
    assertThatThrownBy(() -> require(head(7, List.of(feature), Map.of(), field(Map.of()))))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessage(
            "table t needs the writer feature '%s', which this version of Tarn lacks; use a newer one"
                .formatted(feature));
  }

  /** As Spark reads them, so that a commit does not lack what every reader looks for. */
  @ParameterizedTest
  @CsvSource({"true,true", "TRUE,true", "True,true", "false,false", "yes,false"})
  void switchesOfATableAreReadIgnoringCase(String value, boolean isOn) {
    TableHead stamped =
        head(7, List.of(), Map.of("delta.enableInCommitTimestamps", value), field(Map.of()));
    assertThat(stamped.hasInCommitTimestamps()).isEqualTo(isOn);
    TableHead suspended =
        head(
            7,
            List.of("rowTracking"),
            Map.of("delta.rowTrackingSuspended", value),
            field(Map.of()));
    assertThat(RowTracking.isOn(suspended)).isEqualTo(!isOn);
  }

  @Test
  void voidColumnsAreWrittenBesideOthersOnlyAndNotInsideThem() {
    Field plain = Field.optional("a", DataType.LONG);
    Field nothing = Field.optional("v", DataType.VOID);
    Field deep =
        Field.optional("s", DataType.struct(Field.optional("l", DataType.list(DataType.VOID))));
    assertThatCode(() -> require(head(Schema.of(nothing, plain)))).doesNotThrowAnyException();
    assertThatThrownBy(() -> require(head(Schema.of(plain, deep))))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessage(
            "table t needs void values inside column 's' for writing, which this version of Tarn lacks; use a newer one");
    assertThatThrownBy(() -> require(head(Schema.of(nothing, plain).partitionBy("a"))))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessage(
            "table t needs data files without any column for writing, which this version of Tarn lacks; use a newer one");
  }

  private static TableHead head(Schema schema) {
    return new TableHead(
        new Protocol(1, 2, null, null), new Metadata("id", null, schema, Map.of(), null));
  }

  @Test
  void newerWriterVersionIsRefused() {
    assertThatThrownBy(() -> require(head(8, null, Map.of(), field(Map.of()))))
        .hasMessageStartingWith("table t needs writer version 8, which this version of Tarn lacks");
  }

  @Test
  void identityColumnsAreNamed() {
    Field field = field(Map.of("delta.identity.start", "1"));
    assertThatThrownBy(() -> require(head(6, null, Map.of(), field)))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessage(
            "table t, column a has an identity value (1), which only an engine that knows SQL can give; write with one");
  }

  @ParameterizedTest
  @CsvSource({
    "delta.generationExpression, a generated value",
    "CURRENT_DEFAULT, an SQL default",
  })
  void columnsThatTarnCannotComputeAreNamed(String key, String what) {
    Field field = field(Map.of(key, "1"));
    assertThatCode(() -> require(head(6, null, Map.of(), field))).doesNotThrowAnyException();
    Field unknown = field(Map.of(key, "uuid()"));
    assertThatThrownBy(() -> require(head(6, null, Map.of(), unknown)))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessageStartingWith(
            "table t, column a has %s (uuid()), which Tarn cannot compute: ".formatted(what));
    Field nested =
        new Field("list", new ListType(new StructType(List.of(field)), true), true, Map.of());
    assertThatThrownBy(() -> require(head(6, null, Map.of(), nested)))
        .hasMessageStartingWith("table t, column list.element.a has " + what);
  }

  @Test
  void constraintThatTarnCannotCheckIsNamed() {
    assertThatCode(
            () -> require(head(3, null, Map.of("delta.constraints.c", "a > 0"), field(Map.of()))))
        .doesNotThrowAnyException();
    Map<String, String> unknown = Map.of("delta.constraints.c", "crc32(a) > 0");
    assertThatThrownBy(() -> require(head(3, null, unknown, field(Map.of()))))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessageStartingWith(
            "table t has the constraint 'c' (crc32(a) > 0), which Tarn cannot check: ")
        .hasMessageEndingWith("; write with the engine that made it, or drop it there");
    Field field = field(Map.of("delta.invariants", "{\"expression\":{\"expression\":\"a > b\"}}"));
    assertThatThrownBy(() -> require(head(2, null, Map.of(), field)))
        .hasMessageStartingWith(
            "table t has the invariant of column 'a' (a > b), which Tarn cannot check: ");
  }

  @ParameterizedTest
  @CsvSource({"name", "id"})
  void mappedColumnsAreWrittenWhereEachHasANameAndAnIdOfItsOwn(String mode) {
    Map<String, String> properties = Map.of("delta.columnMapping.mode", mode);
    Field whole = mapped("a", 1, "col-1", DataType.LONG);
    assertThatCode(() -> WriteRules.requireWritable("t", mappedHead(properties, whole)))
        .doesNotThrowAnyException();
    Field nested =
        mapped(
            "list",
            1,
            "col-1",
            new ListType(DataType.struct(mapped("b", 1, "col-2", DataType.LONG)), true));
    assertThatThrownBy(() -> WriteRules.requireWritable("t", mappedHead(properties, nested)))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessageStartingWith(
            "table t has column mapping, but its column list.element.b has no physical name and id of its own");
    assertThatThrownBy(
            () -> WriteRules.requireWritable("t", mappedHead(properties, field(Map.of()))))
        .hasMessageContaining("its column a has no physical name");
  }

  @Test
  void tableOfALakeIsWrittenThroughTheLakeOnly() {
    TableHead head = head(7, List.of("tarn.lakeManaged"), Map.of(), field(Map.of()));
    assertThatThrownBy(() -> require(head))
        .hasMessage(
            "table t belongs to a lake, whose log alone may commit to it; open the lake, or if it lists no such table, since an attach was interrupted, attach it again");
    assertThatCode(() -> WriteRules.requireWritableInLake("t", head)).doesNotThrowAnyException();
    assertThatThrownBy(
            () ->
                WriteRules.requireWritableInLake(
                    "t", head(7, List.of(), Map.of(), field(Map.of()))))
        .hasMessageStartingWith("table t lacks the writer feature 'tarn.lakeManaged'");
  }
}
