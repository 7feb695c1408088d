package org.tarnlake.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.error.InvalidDataException;

class SchemaTest {
  private static final Field ID = Field.required("id", DataType.LONG);
  private static final Field NAME = Field.optional("Name", DataType.STRING);

  @Test
  void aFieldKeepsTheOrderOfItsMetadata() {
    Map<String, Object> metadata = new LinkedHashMap<>();
    for (String name : List.of("z", "a", "delta.columnMapping.id", "m", "comment", "b")) {
      metadata.put(name, name);
    }
    Field field = new Field("c", DataType.INT, true, metadata);
    metadata.clear();
    assertThat(field.metadata().keySet())
        .containsExactly("z", "a", "delta.columnMapping.id", "m", "comment", "b");
  }

  @Test
  void columnsAreFoundInAnyCaseAndKeepTheirs() {
    Schema schema = Schema.of(ID, NAME);
    assertThat(schema.columns().indexOf("NAME")).isEqualTo(1);
    assertThat(schema.columns().field(1).name()).isEqualTo("Name");
    assertThat(schema.columns().indexOf("price")).isEqualTo(-1);
  }

  @Test
  void namesThatDifferByCaseAloneAreRefused() {
    assertRefused(
        () -> Schema.of(NAME, Field.required("NAME", DataType.INT)),
        "column 'NAME' appears twice; names must differ by more than case");
  }

  @Test
  void aTableNeedsColumns() {
    assertRefused(() -> Schema.of().requireNewNames(), "a table needs at least one column");
    assertRefused(
        () -> Schema.of(Field.required("s", DataType.struct())).requireNewNames(),
        "a struct needs at least one field");
  }

  @Test
  void partitionColumnsAreScalarsNamedOnceInTheirOwnCase() {
    Schema schema = Schema.of(ID, NAME);
    assertThat(schema.partitionBy("Name").partitionColumns()).containsExactly("Name");
    assertRefused(
        () -> schema.partitionBy("day"),
        "partition column 'day' is not among the columns [id, Name]");
    assertRefused(
        () -> schema.partitionBy("name"), "partition column 'name' must be named once, as 'Name'");
    assertRefused(
        () -> schema.partitionBy("id", "id"), "partition column 'id' must be named once, as 'id'");
    assertRefused(
        () -> schema.partitionBy("id", "Name"),
        "every column is a partition column; a table needs at least one other column");
    assertRefused(
        () -> Schema.of(ID, Field.optional("l", DataType.list(DataType.INT))).partitionBy("l"),
        "column 'l' of type list<int> cannot partition a table; use a scalar other than binary");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "a b", "a,b", "a;b", "a{b", "a(b", "a=b", "a.b", "a`b", "a\nb", "\u0000", "\ud800x"
      })
  void newColumnNamesThatOtherEnginesCannotReadAreRefused(String name) {
    Schema schema = Schema.of(Field.required(name, DataType.INT));
    assertThatThrownBy(schema::requireNewNames)
        .isInstanceOf(InvalidDataException.class)
        .hasMessageMatching("column name '[^\\p{Cntrl}]*' is not allowed: .*");
    DataType nested =
        DataType.list(DataType.map(DataType.INT, DataType.struct(schema.columns().field(0))));
    assertThatThrownBy(() -> Schema.of(Field.required("x", nested)).requireNewNames())
        .isInstanceOf(InvalidDataException.class);
  }

  @Test
  void typesReadAsSqlWouldWriteThem() {
    DataType type =
        DataType.struct(
            ID,
            Field.optional("m", new MapType(DataType.STRING, DataType.decimal(10, 2), false)),
            Field.required("l", new ListType(DataType.TIMESTAMP_NTZ, false)));
    assertThat(type.text())
        .isEqualTo(
            "struct<id:long not null,m:map<string,decimal(10,2) not null>,l:list<timestamp_ntz not null> not null>");
    assertThat(ID).hasToString("id long not null");
    assertThat(Field.untyped("x")).hasToString("x any");
  }

  @Test
  void decimalsHaveUpTo38Digits() {
    assertThat(DataType.decimal(38, 38).text()).isEqualTo("decimal(38,38)");
    for (int[] wrong : new int[][] {{39, 0}, {0, 0}, {5, 6}, {5, -1}}) {
      assertThatThrownBy(() -> DataType.decimal(wrong[0], wrong[1]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aSchemaDoesNotChangeWithWhatItWasMadeOf() {
    List<Field> fields = new ArrayList<>(List.of(ID, NAME));
    List<String> partitions = new ArrayList<>(List.of("id"));
    Schema schema = new Schema(new StructType(fields), partitions);
    fields.clear();
    partitions.clear();
    Map<String, Object> metadata = new HashMap<>(Map.of("comment", "mine"));
    Field field = new Field("x", DataType.INT, true, metadata);
    metadata.clear();
    assertThat(schema).isEqualTo(Schema.of(ID, NAME).partitionBy("id"));
    assertThat(field.metadata()).containsEntry("comment", "mine");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(InvalidDataException.class).hasMessage(message);
  }
}
