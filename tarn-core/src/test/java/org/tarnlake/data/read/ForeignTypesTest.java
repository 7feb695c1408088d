package org.tarnlake.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tarnlake.data.build.RowBuffer;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.data.write.DataFileWriter;
import org.tarnlake.env.Environment;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Row;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.Upload;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.SchemaJson;
import org.tarnlake.table.scan.ScanCursor;
import org.tarnlake.table.scan.TableScan;
import org.tarnlake.table.state.TableFiles;
import org.tarnlake.table.statistics.FilePruner;

/** Types that only other engines write, and those that a column had before. */
class ForeignTypesTest {
  private static StructType parse(String type) {
    return SchemaJson.read(
        """
        {"type":"struct","fields":[{"name":"x","type":%s,"nullable":true,"metadata":{}},\
        {"name":"y","type":"integer","nullable":true,"metadata":{}}]}"""
            .formatted(type));
  }

  private static List<String> scan(MemoryStore store, StructType columns, Predicate condition)
      throws IOException {
    AddFile file =
        new AddFile("part-0.parquet", Map.of(), store.size("part-0.parquet"), 0, true, null);
    TableScan scan =
        new TableScan(
            "",
            new Schema(columns, List.of()),
            ColumnMapping.NONE,
            TableFiles.of(List.of(file)),
            List.of(),
            columns,
            condition == null ? null : condition.bind(columns),
            Long.MAX_VALUE);
    List<String> rows = new ArrayList<>();
    try (ScanCursor cursor = scan.open(new DataFiles(store), Environment.system().background())) {
      for (Batch batch = cursor.next(); batch != null; batch = cursor.next()) {
        for (int i = 0; i < batch.rowCount(); i++) {
          List<String> values = new ArrayList<>();
          for (int c = 0; c < columns.size(); c++) {
            values.add(text(batch.vector(c).valueAt(i)));
          }
          rows.add(String.join("|", values));
        }
      }
    }
    return rows;
  }

  private static String text(Object value) {
    if (value instanceof Row row) {
      List<String> fields = new ArrayList<>();
      for (int i = 0; i < row.type().size(); i++) {
        fields.add(text(row.get(i)));
      }
      return fields.toString();
    }
    return value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value);
  }

  private static MemoryStore file(StructType type, Object... row) throws IOException {
    MemoryStore store = new MemoryStore();
    RowBuffer buffer = new RowBuffer(type);
    buffer.append(row);
    try (Upload upload = store.upload("part-0.parquet");
        DataFileWriter writer = DataFileWriter.open(upload, type)) {
      writer.write(buffer.toBatch());
      writer.finish();
      assertThat(upload.commit()).isTrue();
    }
    return store;
  }

  @Test
  void aVoidColumnIsNullInEveryRowAndStaysInTheSchema() throws Exception {
    StructType columns = parse("\"void\"");
    assertThat(columns.field(0).type()).isEqualTo(DataType.VOID);
    assertThat(columns.field(0).type().text()).isEqualTo("void");
    assertThat(SchemaJson.read(SchemaJson.write(columns))).isEqualTo(columns);
    MemoryStore store = file(new StructType(List.of(Field.optional("y", DataType.INT))), 7);
    assertThat(scan(store, columns, null)).containsExactly("null|7");
    assertThat(scan(store, columns, Predicate.isNull("x"))).containsExactly("null|7");
    assertThat(scan(store, columns, Predicate.isNotNull("x"))).isEmpty();
  }

  @Test
  void aVoidFieldOfAStructIsNull() throws Exception {
    StructType columns =
        parse(
            """
            {"type":"struct","fields":[{"name":"a","type":"void","nullable":true,"metadata":{}},\
            {"name":"b","type":"integer","nullable":true,"metadata":{}}]}""");
    StructType stored =
        new StructType(
            List.of(Field.optional("x", DataType.struct(Field.optional("b", DataType.INT)))));
    MemoryStore store = file(stored, List.of(5));
    assertThat(scan(store, columns, null)).containsExactly("[null, 5]|null");
  }

  @Test
  void aVariantIsReadAsItsTwoPartsAndStaysInTheSchema() throws Exception {
    StructType columns = parse("\"variant\"");
    assertThat(columns.field(0).type()).isEqualTo(DataType.VARIANT);
    assertThat(SchemaJson.write(columns)).contains("\"type\":\"variant\"");
    StructType stored =
        new StructType(
            List.of(
                Field.optional(
                    "x",
                    DataType.struct(
                        Field.required("metadata", DataType.BINARY),
                        Field.required("value", DataType.BINARY))),
                Field.optional("y", DataType.INT)));
    MemoryStore store = file(stored, List.of(new byte[] {1, 0, 0}, new byte[] {12, 5}), 7);
    assertThat(scan(store, columns, null)).containsExactly("[[12, 5], [1, 0, 0]]|7");
    assertThat(scan(store, columns, Predicate.eq("y", 7))).hasSize(1);
  }

  @Test
  void aShreddedVariantIsRefusedByName() throws Exception {
    StructType stored =
        new StructType(
            List.of(
                Field.optional(
                    "x",
                    DataType.struct(
                        Field.required("metadata", DataType.BINARY),
                        Field.optional("value", DataType.BINARY),
                        Field.optional("typed_value", DataType.LONG))),
                Field.optional("y", DataType.INT)));
    MemoryStore store = file(stored, Arrays.asList(new byte[] {1, 0, 0}, null, 5L), 7);
    assertThatThrownBy(() -> scan(store, parse("\"variant\""), null))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessage(
            "data file part-0.parquet: column 'x' holds shredded variants, which this version of Tarn lacks; use a newer one");
  }

  @Test
  void newTablesCannotHaveThem() {
    for (DataType type : List.of(DataType.VOID, DataType.VARIANT)) {
      Schema schema = Schema.of(Field.optional("l", DataType.list(type)));
      assertThatThrownBy(schema::requireNewNames)
          .isInstanceOf(InvalidDataException.class)
          .hasMessage(
              "a new table cannot have the type %s, which Tarn only reads".formatted(type.text()));
    }
    Schema binary =
        Schema.of(Field.optional("b", DataType.BINARY), Field.optional("y", DataType.INT))
            .partitionBy("b");
    assertThatThrownBy(binary::requireNewNames)
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("column 'b' of type binary cannot partition a table");
  }

  @Test
  void aTableThatHasNoColumnsYetIsReadWithout() throws Exception {
    StructType none = SchemaJson.read("{\"type\":\"struct\",\"fields\":[]}");
    MemoryStore store = file(new StructType(List.of(Field.optional("y", DataType.INT))), 7);
    assertThat(scan(store, none, null)).containsExactly("");
  }

  @Test
  void statisticsOfOtherColumnsSurviveThoseOfAVariant() {
    StructType columns = parse("\"variant\"");
    FilePruner pruner =
        new FilePruner(
            new Schema(columns, List.of()),
            ColumnMapping.NONE,
            Predicate.parse("y > 5 and x is not null").bind(columns));
    String statistics =
        """
        {"numRecords":1,"minValues":{"x":"0rr91","y":1},"maxValues":{"x":"0rr91","y":2},\
        "nullCount":{"x":0,"y":0}}""";
    assertThat(pruner.mayMatch(new AddFile("f", Map.of(), 1, 0, true, statistics))).isFalse();
    assertThat(
            pruner.mayMatch(
                new AddFile("f", Map.of(), 1, 0, true, statistics.replace("\"y\":2", "\"y\":6"))))
        .isTrue();
  }

  @Test
  void typesInsideListsMapsAndStructsWiden() throws Exception {
    StructType stored =
        new StructType(
            List.of(
                Field.optional(
                    "x",
                    DataType.struct(
                        Field.optional("l", DataType.list(DataType.BYTE)),
                        Field.optional("m", DataType.map(DataType.DATE, DataType.FLOAT)),
                        Field.optional("d", DataType.decimal(4, 1)))),
                Field.optional("y", DataType.SHORT)));
    MemoryStore store =
        file(
            stored,
            Arrays.asList(
                List.of(1, -1),
                Map.of(java.time.LocalDate.of(1969, 12, 31), 0.5f),
                new java.math.BigDecimal("12.5")),
            7);
    StructType wide =
        new StructType(
            List.of(
                Field.optional(
                    "x",
                    DataType.struct(
                        Field.optional("l", DataType.list(DataType.decimal(20, 2))),
                        Field.optional("m", DataType.map(DataType.TIMESTAMP_NTZ, DataType.DOUBLE)),
                        Field.optional("d", DataType.decimal(20, 3)),
                        Field.optional("new", DataType.STRING))),
                Field.optional("y", DataType.DOUBLE)));
    assertThat(scan(store, wide, null))
        .containsExactly("[[1.00, -1.00], {1969-12-31T00:00=0.5}, 12.500, null]|7.0");
  }

  @ParameterizedTest
  @CsvSource({
    "byte, short",
    "byte, integer",
    "short, long",
    "integer, long",
    "integer, double",
    "byte, 'decimal(10,0)'",
    "integer, 'decimal(12,2)'",
    "long, 'decimal(20,0)'",
    "'decimal(5,2)', 'decimal(7,4)'",
    "float, double",
    "date, timestamp_ntz"
  })
  void changesThatEveryValueSurvivesAreRead(String from, String to) {
    assertThat(changed(from, to).field(0).name()).isEqualTo("c");
  }

  @ParameterizedTest
  @CsvSource({
    "long, integer",
    "long, double",
    "integer, float",
    "integer, 'decimal(11,2)'",
    "long, 'decimal(19,0)'",
    "'decimal(5,2)', 'decimal(6,4)'",
    "double, float",
    "timestamp_ntz, date",
    "date, timestamp",
    "string, integer",
    "integer, string"
  })
  void otherChangesOfATypeAreRefusedByName(String from, String to) {
    assertThatThrownBy(() -> changed(from, to))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessageStartingWith(
            "the type of column 'c' changed in a way that this version of Tarn lacks: ")
        .hasMessageContaining(from)
        .hasMessageContaining(to);
  }

  private static StructType changed(String from, String to) {
    return SchemaJson.read(
        """
        {"type":"struct","fields":[{"name":"c","nullable":true,\
        "type":{"type":"array","elementType":"%s","containsNull":true},"metadata":\
        {"delta.typeChanges":[{"fromType":"%s","toType":"%s","fieldPath":"element"}]}}]}"""
            .formatted(to, from, to));
  }

  @Test
  void whatOthersKeepBesideAFieldIsHarmless() {
    String json =
        """
        {"type":"struct","fields":[{"name":"c","type":"string","nullable":true,"metadata":\
        {"__CHAR_VARCHAR_TYPE_STRING":"varchar(10)","__COLLATIONS":{"c":"icu.en"}}}]}""";
    assertThat(SchemaJson.read(json).field(0).type()).isEqualTo(DataType.STRING);
    assertThat(SchemaJson.write(SchemaJson.read(json)))
        .contains("\"__CHAR_VARCHAR_TYPE_STRING\":\"varchar(10)\"");
  }
}
