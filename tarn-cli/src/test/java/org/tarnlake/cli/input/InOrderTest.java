package org.tarnlake.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.cli.input.TextFiles.csv;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;

/** Blocks that other threads work on. */
class InOrderTest {
  private static final StructType COLUMNS =
      new StructType(List.of(Field.optional("id", DataType.LONG)));

  @TempDir Path folder;

  /** Later blocks are worse, and met earlier by another thread; the first bad row is told. */
  @Test
  void firstBadRowIsToldAndNoThreadGoesOn() throws InterruptedException {
    Input file = csv(folder, "id\n" + "1\n".repeat(5_000) + "x\n" + "\"y\n".repeat(5_000));
    ExecutorService threads = Executors.newCachedThreadPool();
    List<String> rows = new ArrayList<>();
    Reading reading = new Reading(threads, 64, TextFiles.READING.passed(), null);
    assertThatThrownBy(() -> TextFiles.read(file, COLUMNS, reading, rows))
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith(folder + "/t.csv:5002: column 'id' (field 1): 'x' is no long");
    assertThat(rows).hasSize(5_000);
    threads.shutdown();
    assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void withoutThreadsTheReaderDoesItAll() {
    Input file = csv(folder, "id\n" + "1\n".repeat(5_000));
    ExecutorService none = Executors.newCachedThreadPool();
    none.shutdown();
    List<String> rows = new ArrayList<>();
    TextFiles.read(file, COLUMNS, new Reading(none, 64, TextFiles.READING.passed(), null), rows);
    assertThat(rows).hasSize(5_000).containsOnly("[1]");
  }

  @Test
  void readerThatIsClosedEarlyStops() throws InterruptedException {
    Input file = csv(folder, "id\n" + "1\n".repeat(5_000));
    ExecutorService threads = Executors.newCachedThreadPool();
    Reading reading = new Reading(threads, 64, TextFiles.READING.passed(), null);
    try (RowReader rows = file.open(COLUMNS, reading)) {
      assertThat(rows.next()).containsExactly(1L);
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
  }
}
