package org.tarnlake.data.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.data.DuckDb;
import org.tarnlake.data.build.RowBuffer;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.row.Batch;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.Upload;
import org.tarnlake.store.local.LocalStore;

/** What the writer makes, as DuckDB sees it. */
class DataFileWriterTest {
  @TempDir Path folder;

  @Test
  void everyScalarIsReadByDuckDb() throws Exception {
    StructType type =
        new StructType(
            List.of(
                Field.optional("a", DataType.BOOLEAN),
                Field.optional("b", DataType.BYTE),
                Field.optional("c", DataType.SHORT),
                Field.optional("d", DataType.INT),
                Field.optional("e", DataType.LONG),
                Field.optional("f", DataType.FLOAT),
                Field.optional("g", DataType.DOUBLE),
                Field.optional("h", DataType.STRING),
                Field.optional("i", DataType.BINARY),
                Field.optional("j", DataType.DATE),
                Field.optional("k", DataType.TIMESTAMP),
                Field.optional("l", DataType.TIMESTAMP_NTZ),
                Field.optional("m", DataType.decimal(9, 2)),
                Field.optional("n", DataType.decimal(18, 4)),
                Field.optional("o", DataType.decimal(38, 10))));
    RowBuffer rows = new RowBuffer(type);
    rows.append(
        true,
        -128,
        -32768,
        Integer.MIN_VALUE,
        Long.MIN_VALUE,
        1.5f,
        -2.25,
        "grüße \uD83D\uDE00",
        new byte[] {0, 1, -1},
        LocalDate.of(1969, 12, 31),
        Instant.parse("1969-12-31T23:59:59.999999Z"),
        LocalDateTime.parse("2024-02-29T12:00:00.000001"),
        new BigDecimal("-1234567.89"),
        new BigDecimal("12345678901234.5678"),
        new BigDecimal("-1234567890123456789012345678.0123456789"));
    rows.append(new Object[15]);
    write("scalars.parquet", rows.toBatch());
    try (DuckDb duck = new DuckDb()) {
      assertThat(duck.rows(folder.resolve("scalars.parquet")))
          .containsExactly(
              "true|-128|-32768|-2147483648|-9223372036854775808|1.5|-2.25|grüße \uD83D\uDE00"
                  + "|\\x00\\x01\\xFF|1969-12-31|1969-12-31 23:59:59.999999+00"
                  + "|2024-02-29 12:00:00.000001|-1234567.89|12345678901234.5678"
                  + "|-1234567890123456789012345678.0123456789",
              "null|null|null|null|null|null|null|null|null|null|null|null|null|null|null");
    }
  }

  @Test
  void nestedValuesAreReadByDuckDb() throws Exception {
    StructType type =
        new StructType(
            List.of(
                Field.optional(
                    "s",
                    DataType.struct(
                        Field.required("x", DataType.INT),
                        Field.optional("y", DataType.list(DataType.STRING)))),
                Field.optional("l", DataType.list(DataType.list(DataType.INT))),
                Field.optional("m", DataType.map(DataType.STRING, DataType.list(DataType.INT)))));
    RowBuffer rows = new RowBuffer(type);
    rows.append(
        Map.of("x", 1, "y", Arrays.asList("a", null)),
        Arrays.asList(List.of(1, 2), null, List.of(), Arrays.asList(3, null)),
        Map.of("k", List.of(7, 8)));
    rows.append(null, null, null);
    rows.append(Arrays.asList(2, null), List.of(), Map.of());
    rows.append(Arrays.asList(3, List.of()), List.of(List.of()), Map.of("z", List.of()));
    write("nested.parquet", rows.toBatch());
    try (DuckDb duck = new DuckDb()) {
      assertThat(duck.rows(folder.resolve("nested.parquet")))
          .containsExactly(
              "{'x': 1, 'y': [a, NULL]}|[[1, 2], NULL, [], [3, NULL]]|{k=[7, 8]}",
              "null|null|null",
              "{'x': 2, 'y': NULL}|[]|{}",
              "{'x': 3, 'y': []}|[[]]|{z=[]}");
    }
  }

  @Test
  void statisticsCoverTheWholeFileAndMindNaNAndZero() throws Exception {
    StructType type =
        new StructType(
            List.of(
                Field.optional("nan", DataType.DOUBLE),
                Field.optional("zero", DataType.DOUBLE),
                Field.optional("text", DataType.STRING),
                Field.optional("s", DataType.struct(Field.optional("x", DataType.decimal(5, 1)))),
                Field.optional("l", DataType.list(DataType.INT)),
                Field.optional("none", DataType.INT)));
    RowBuffer rows = new RowBuffer(type);
    rows.append(Double.NaN, 0.0, "\uFF5E", List.of(new BigDecimal("1.5")), List.of(1), null);
    rows.append(-1.0, -0.0, "\uD83D\uDE00", null, null, null);
    rows.append(7.0, 0.0, "b", List.of(new BigDecimal("-2.5")), null, null);
    WrittenFile file = write("statistics.parquet", rows.toBatch());
    assertThat(file.rowCount()).isEqualTo(3);
    assertThat(file.statistics().columns())
        .containsExactly(
            new ColumnStatistics(List.of("nan"), DataType.DOUBLE, -1.0, Double.NaN, 0),
            new ColumnStatistics(List.of("zero"), DataType.DOUBLE, -0.0, 0.0, 0),
            // By UTF-8 bytes, a character beyond the basic plane is greater than any within.
            new ColumnStatistics(List.of("text"), DataType.STRING, "b", "\uD83D\uDE00", 0),
            new ColumnStatistics(
                List.of("s", "x"),
                DataType.decimal(5, 1),
                new BigDecimal("-2.5"),
                new BigDecimal("1.5"),
                1),
            new ColumnStatistics(List.of("none"), DataType.INT, null, null, 3));
  }

  @Test
  void manyRowGroupsAndPagesAreReadByDuckDb() throws Exception {
    StructType type =
        new StructType(
            List.of(
                Field.required("id", DataType.LONG),
                Field.optional("name", DataType.STRING),
                Field.optional("list", DataType.list(DataType.INT))));
    RowBuffer rows = new RowBuffer(type);
    for (long i = 0; i < 300_000; i++) {
      String name = i % 7 == 0 ? null : (i < 200_000 ? "n" + i % 100 : "unique" + i);
      rows.append(i, name, i % 3 == 0 ? null : List.of((int) i, 1));
    }
    WrittenFile file = write("many.parquet", rows.toBatch());
    String from = " FROM '" + folder.resolve("many.parquet") + "'";
    try (DuckDb duck = new DuckDb()) {
      assertThat(
              duck.query(
                  "SELECT count(*), sum(id), count(name), count(DISTINCT name), sum(list[1]),"
                      + " sum(len(list))"
                      + from))
          .containsExactly("300000|44999850000|257142|85814|30000000000|400000");
      assertThat(duck.query("SELECT id, name" + from + " WHERE id = 250001"))
          .containsExactly("250001|unique250001");
      assertThat(
              duck.query(
                  "SELECT DISTINCT row_group_num_rows FROM parquet_metadata('%s') ORDER BY 1"
                      .formatted(folder.resolve("many.parquet"))))
          .containsExactly("54240", "122880");
    }
    assertThat(file.sizeBytes()).isEqualTo(folder.resolve("many.parquet").toFile().length());
  }

  @Test
  void aNullWhereThereMustBeNoneIsRefused() throws IOException {
    StructType type = new StructType(List.of(Field.required("id", DataType.LONG)));
    Batch batch = new Batch(type, List.of(Vector.constant(DataType.LONG, null, 3)), 3);
    try (ObjectStore store = LocalStore.open(folder);
        Upload upload = store.upload("null.parquet");
        DataFileWriter writer = DataFileWriter.open(upload, type)) {
      assertThatThrownBy(() -> writer.write(batch))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageStartingWith("column 'id' must not be null");
    }
    assertThat(folder.resolve("null.parquet")).doesNotExist();
  }

  @Test
  void onlyTheCallersCommitMakesTheFileAppear() throws IOException {
    StructType type = new StructType(List.of(Field.required("id", DataType.LONG)));
    Batch batch = new Batch(type, List.of(Vector.constant(DataType.LONG, 1L, 3)), 3);
    try (ObjectStore store = LocalStore.open(folder);
        Upload upload = store.upload("finished.parquet")) {
      try (DataFileWriter writer = DataFileWriter.open(upload, type)) {
        writer.write(batch);
        writer.finish();
      }
      assertThat(folder.resolve("finished.parquet")).doesNotExist();
      assertThat(upload.commit()).isTrue();
      assertThat(folder.resolve("finished.parquet")).exists();
    }
  }

  private WrittenFile write(String name, Batch batch) throws IOException {
    try (ObjectStore store = LocalStore.open(folder);
        Upload upload = store.upload(name);
        DataFileWriter writer = DataFileWriter.open(upload, batch.type())) {
      writer.write(batch);
      WrittenFile file = writer.finish();
      assertThat(upload.commit()).isTrue();
      return file;
    }
  }
}
