package org.tarnlake.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tarnlake.data.build.RowBuffer;
import org.tarnlake.data.read.DataFile;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.data.write.DataFileWriter;
import org.tarnlake.data.write.WrittenFile;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.Seeds;

/**
 * What is written is read again: every type, nulls at every depth, page and row group boundaries.
 */
class DataFileRoundTripTest {

  @Test
  void smallFilesOfAnyTypeAreReadAsTheyWereWritten() {
    Seeds.run(
        100,
        random -> {
          RandomRows generator = new RandomRows(random);
          StructType type = generator.table(1 + random.nextInt(6), 3);
          roundTrip(
              generator,
              type,
              random.nextInt(200),
              1 + random.nextInt(60),
              50,
              new DataFileWriter.Layout(20_480, 122_880));
        });
  }

  @Test
  void filesOfManyPagesAreReadAsTheyWereWritten() {
    Seeds.run(
        30,
        random -> {
          RandomRows generator = new RandomRows(random);
          StructType type = generator.table(4, random.nextInt(3));
          int variety = random.nextBoolean() ? 30 : 1_000_000;
          int count = 1_000 + random.nextInt(5_000);
          var layout = new DataFileWriter.Layout(50 + random.nextInt(300), 2_000);
          roundTrip(generator, type, count, variety, 700, layout);
        });
  }

  private static void roundTrip(
      RandomRows generator,
      StructType type,
      int count,
      int variety,
      int batchRows,
      DataFileWriter.Layout layout)
      throws Exception {
    List<String> expected = new ArrayList<>();
    List<Batch> batches = new ArrayList<>();
    RowBuffer buffer = new RowBuffer(type);
    for (int i = 0; i < count; i++) {
      Object[] row = generator.row(type, variety);
      expected.add(i + ": " + TestFiles.text(type, row));
      buffer.append(row);
      if (buffer.rowCount() == batchRows) {
        batches.add(buffer.toBatch());
        buffer.clear();
      }
    }
    batches.add(buffer.toBatch());
    MemoryStore store = new MemoryStore();
    WrittenFile written = TestFiles.write(store, "f", layout, batches.toArray(Batch[]::new));
    assertThat(written.rowCount()).isEqualTo(count);
    assertThat(written.sizeBytes()).isEqualTo(store.size("f"));
    DataFile file = TestFiles.open(store, "f");
    assertThat(file.rowCount()).isEqualTo(count);
    assertThat(file.type()).isEqualTo(type);
    assertThat(TestFiles.read(file, type, null)).isEqualTo(expected);
  }

  @Test
  void aFileOfSeveralRowGroupsTellsThePositionsOfItsRows() throws Exception {
    StructType type = new StructType(List.of(Field.required("id", DataType.LONG)));
    RowBuffer buffer = new RowBuffer(type);
    for (long i = 0; i < 250_000; i++) {
      buffer.append(i);
    }
    MemoryStore store = new MemoryStore();
    TestFiles.write(store, "f", buffer.toBatch());
    DataFile file = TestFiles.open(store, "f");
    assertThat(file.rowGroupCount()).isEqualTo(3);
    assertThat(file.firstRow(2)).isEqualTo(245_760);
    assertThat(TestFiles.read(file, type, null))
        .hasSize(250_000)
        .contains("0: 0", "122879: 122879", "122880: 122880", "249999: 249999");
  }

  @Test
  void largeValuesMakeSmallPagesAndRowGroups() throws Exception {
    StructType type = new StructType(List.of(Field.optional("text", DataType.STRING)));
    RowBuffer buffer = new RowBuffer(type);
    for (int i = 0; i < 50; i++) {
      buffer.append(String.valueOf((char) ('a' + i % 26)).repeat(i % 5 == 0 ? 3_000_000 : 10));
    }
    MemoryStore store = new MemoryStore();
    TestFiles.write(store, "f", buffer.toBatch());
    List<String> rows = TestFiles.read(store, "f", type);
    assertThat(rows).hasSize(50);
    assertThat(rows.get(1)).isEqualTo("1: bbbbbbbbbb");
    assertThat(rows.get(45)).hasSize(4 + 3_000_000).endsWith("tttt");
  }

  @Test
  void columnsAreReadInAnyOrderAndThoseMissingAreNull() throws Exception {
    StructType type =
        new StructType(
            List.of(
                Field.required("a", DataType.INT),
                Field.optional(
                    "s",
                    DataType.struct(
                        Field.optional("x", DataType.INT), Field.optional("y", DataType.STRING)))));
    MemoryStore store = new MemoryStore();
    TestFiles.write(
        store,
        "f",
        TestFiles.batch(type, List.of(new Object[] {1, List.of(7, "t")}, new Object[] {2, null})));
    StructType wanted =
        new StructType(
            List.of(
                Field.optional("new", DataType.list(DataType.DOUBLE)),
                Field.optional(
                    "s",
                    DataType.struct(
                        Field.optional("y", DataType.STRING), Field.optional("z", DataType.DATE))),
                Field.required("A", DataType.LONG)));
    assertThat(TestFiles.read(store, "f", wanted))
        .containsExactly("0: null|{t,null}|1", "1: null|null|2");
    StructType onlyNew =
        new StructType(
            List.of(Field.optional("s", DataType.struct(Field.optional("z", DataType.DATE)))));
    assertThat(TestFiles.read(store, "f", onlyNew)).containsExactly("0: {null}", "1: null");
    assertThat(TestFiles.read(store, "f", new StructType(List.of()))).containsExactly("0: ", "1: ");
  }

  @Test
  void columnsAreWrittenByTheirOwnNamesAndFoundAsTheMappingSays() throws Exception {
    Map<String, Object> metadata =
        Map.of("delta.columnMapping.physicalName", "col-1", "delta.columnMapping.id", 5L);
    Field own = new Field("name", DataType.STRING, true, metadata);
    StructType type = new StructType(List.of(own, Field.optional("col-1", DataType.struct(own))));
    MemoryStore store = new MemoryStore();
    TestFiles.write(
        store, "f", TestFiles.batch(type, List.<Object[]>of(new Object[] {"x", List.of("y")})));
    assertThat(TestFiles.open(store, "f").type().names()).containsExactly("name", "col-1");
    assertThat(read(store, own, ColumnMapping.NONE)).containsExactly("0: x");
    assertThat(read(store, own, ColumnMapping.ID)).containsExactly("0: null");
    DataType inner =
        DataType.struct(
            new Field(
                "other", DataType.STRING, true, Map.of("delta.columnMapping.physicalName", "name")),
            new Field("name", DataType.STRING, true, metadata));
    Field struct = new Field("s", inner, true, metadata);
    assertThat(read(store, struct, ColumnMapping.NAME)).containsExactly("0: {y,null}");
    assertThat(read(store, struct, ColumnMapping.NONE)).containsExactly("0: null");
  }

  private static List<String> read(MemoryStore store, Field field, ColumnMapping mapping)
      throws Exception {
    DataFile file = new DataFiles(store).open("f", store.size("f"), mapping, null);
    return TestFiles.read(file, new StructType(List.of(field)), null);
  }
}
