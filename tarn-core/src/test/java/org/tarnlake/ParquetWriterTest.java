package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.data.DuckDb;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.StorageException;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
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

  /**
   * A row that comes after the end would wait for ever to be written, and a second end would be a
   * second footer behind the first. Nor does a closed writer take rows.
   */
  @Test
  void nothingIsTakenAfterTheEnd() throws Exception {
    Path file = folder.resolve("x.parquet");
    Batch batch;
    try (OutputStream out = Files.newOutputStream(file);
        ParquetWriter writer = ParquetWriter.open(out, COLUMNS)) {
      writer.append(1, "a");
      writer.finish();
      try (Batches batches = ParquetFile.open(file).batches()) {
        batch = batches.next();
      }
      assertEnded(writer, batch, "it is finished");
    }
    assertThat(ParquetFile.open(file).rowCount()).isEqualTo(1);
    ParquetWriter closed = ParquetWriter.open(new ByteArrayOutputStream(), COLUMNS);
    closed.close();
    assertEnded(closed, batch, "the writer is closed");
  }

  private static void assertEnded(ParquetWriter writer, Batch batch, String why) {
    List<ThrowingCallable> calls =
        List.of(() -> writer.append(2, "b"), () -> writer.write(batch), writer::finish);
    assertThat(calls)
        .allSatisfy(
            call ->
                assertThatThrownBy(call)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(why));
  }

  /** A batch is taken by the types of its columns, so that no number becomes a date. */
  @Test
  void aBatchOfOtherTypesIsRefused() throws Exception {
    Batch ints = batch("a int not null, s struct<x int>", 1, Map.of("x", 2));
    for (String other :
        List.of(
            "a date, s struct<x int>",
            "a long, s struct<x int>",
            "a int, s struct<x long>",
            "a int, s struct<y int>",
            "a int",
            "a int, s struct<x int>, c int")) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (ParquetWriter writer = ParquetWriter.open(out, Schema.parse(other).columns())) {
        assertThatThrownBy(() -> writer.write(ints))
            .as(other)
            .isInstanceOf(InvalidDataException.class)
            .hasMessageContaining("batch");
        assertThat(writer.finish()).isZero();
      }
    }
    Path file = folder.resolve("x.parquet");
    StructType nullable = Schema.parse("b int, s struct<x int not null>").columns();
    try (OutputStream out = Files.newOutputStream(file);
        ParquetWriter writer = ParquetWriter.open(out, nullable)) {
      writer.write(ints);
      assertThat(writer.finish()).isEqualTo(1);
    }
    try (Rows rows = ParquetFile.open(file).rows()) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt("b")).isEqualTo(1);
    }
  }

  /** What is half written cannot be finished: neither after a null nor after the stream failed. */
  @Test
  void aFileThatFailedCannotBeFinished() throws Exception {
    Batch nulls = batch("id int, text string", null, "a");
    ParquetWriter writer = ParquetWriter.open(new ByteArrayOutputStream(), COLUMNS);
    assertThatThrownBy(() -> writer.write(nulls))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("id");
    assertEnded(writer, nulls, "a write to it failed");
    writer.close();

    Batch inner = batch("s struct<x int>", (Object) Collections.singletonMap("x", null));
    ParquetWriter nested =
        ParquetWriter.open(
            new ByteArrayOutputStream(), Schema.parse("s struct<x int not null>").columns());
    assertThatThrownBy(() -> nested.write(inner)).isInstanceOf(InvalidDataException.class);
    assertEnded(nested, inner, "a write to it failed");
    nested.close();

    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    ParquetWriter failing = ParquetWriter.open(full, COLUMNS);
    failing.append(1, "a");
    assertThatThrownBy(failing::finish)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("No space left");
    assertEnded(failing, nulls, "finishing it failed");
    failing.close();
  }

  /** A row as a batch of a file's. */
  private Batch batch(String columns, Object... row) throws IOException {
    Path file = folder.resolve("batch.parquet");
    try (OutputStream out = Files.newOutputStream(file);
        ParquetWriter writer = ParquetWriter.open(out, Schema.parse(columns).columns())) {
      writer.append(row);
      writer.finish();
    }
    try (Batches batches = ParquetFile.open(file).batches()) {
      return Objects.requireNonNull(batches.next());
    }
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
