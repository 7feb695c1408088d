package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.data.DuckDb;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

class ParquetWriterTest {
  private static final StructType COLUMNS =
      new StructType(
          List.of(Field.required("id", DataType.INT), Field.optional("text", DataType.STRING)));

  @TempDir Path folder;

  /** Rows one by one, and all rows of another file as batches between them, keep their order. */
  @Test
  void rowsAndBatchesComeBackInTheirOrder() throws Exception {
    Path first = folder.resolve("first.parquet");
    Path second = folder.resolve("second.parquet");
    assertThat(write(first, 0, 30_000)).isEqualTo(30_000);
    try (OutputStream out = Files.newOutputStream(second);
        ParquetWriter writer = ParquetWriter.open(out, COLUMNS)) {
      writer.append(-1, null);
      try (Batches batches = ParquetFile.open(first).batches()) {
        for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
          writer.write(batch);
        }
      }
      writer.append(30_000, "text of 30000");
      assertThat(writer.finish()).isEqualTo(30_002);
    }
    List<Integer> ids = new ArrayList<>();
    try (Rows rows = ParquetFile.open(second).rows()) {
      while (rows.next()) {
        ids.add(rows.getInt("id"));
        assertThat(rows.getString("text"))
            .isEqualTo(ids.size() == 1 ? null : "text of " + ids.get(ids.size() - 1));
      }
    }
    assertThat(ids).hasSize(30_002).isSorted();
    try (DuckDb duckDb = new DuckDb()) {
      assertThat(duckDb.query("select count(*), min(id), max(id) from '" + second + "'"))
          .containsExactly("30002|-1|30000");
    }
  }

  /** The size is known before the file ends, near enough to end it in time. */
  @Test
  void theSizeIsAboutThatOfTheFile() throws Exception {
    Path file = folder.resolve("x.parquet");
    long told;
    try (OutputStream out = Files.newOutputStream(file);
        ParquetWriter writer = ParquetWriter.open(out, COLUMNS)) {
      for (int i = 0; i < 100_000; i++) {
        writer.append(i, Long.toHexString(i * 0x9E3779B97F4A7C15L));
      }
      told = writer.sizeBytes();
      writer.finish();
    }
    assertThat(Files.size(file)).isBetween(told / 2, told + 10_000);
  }

  @Test
  void aRowThatIsRefusedIsNotInTheFile() throws Exception {
    Path file = folder.resolve("x.parquet");
    try (OutputStream out = Files.newOutputStream(file);
        ParquetWriter writer = ParquetWriter.open(out, COLUMNS)) {
      writer.append(1, "a");
      assertThatThrownBy(() -> writer.append("2", "b"))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("id");
      assertThatThrownBy(() -> writer.append(null, "b")).isInstanceOf(InvalidDataException.class);
      writer.append(2, "b");
      assertThat(writer.finish()).isEqualTo(2);
    }
    assertThat(ParquetFile.open(file).rowCount()).isEqualTo(2);
  }

  private static long write(Path file, int from, int to) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ParquetWriter writer = ParquetWriter.open(out, COLUMNS)) {
      for (int i = from; i < to; i++) {
        writer.append(i, "text of " + i);
      }
      return writer.finish();
    }
  }
}
