package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.Appender;
import org.tarnlake.Lake;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Schema;
import org.tarnlake.testing.SoundLake;

/** Exports of many batches, whose text several threads make. */
class TextExportTest {
  private static final int ROWS = 50_000;

  @TempDir Path folder;

  @Test
  void everyRowIsWrittenOnceAndInItsOrder() throws IOException {
    load("x");
    Cli cli = new Cli(folder);
    assertThat(cli.run("export", "DIR/lake", "t", "DIR/t.csv").err()).isEmpty();
    assertThat(cli.run("export", "DIR/lake", "t", "DIR/t.json").err()).isEmpty();
    List<String> csv = LongStream.range(0, ROWS).mapToObj(id -> id + ",x").toList();
    List<String> lines = Files.readAllLines(folder.resolve("t.csv"));
    assertThat(lines.get(0)).isEqualTo("id,note");
    assertThat(lines.subList(1, lines.size())).isEqualTo(csv);
    assertThat(Files.readAllLines(folder.resolve("t.json")))
        .isEqualTo(
            LongStream.range(0, ROWS)
                .mapToObj(id -> "{\"id\":%s,\"note\":\"x\"}".formatted(id))
                .toList());
    assertThat(cli.run("scan", "DIR/lake", "t", "--format", "csv").out())
        .isEqualTo(Files.readString(folder.resolve("t.csv")));
    SoundLake.assertSound(folder.resolve("lake"));
  }

  /** One large text that stands in every row is small in the table, and 150 MB in the file. */
  @Test
  void textsOfABatchThatAreMuchLargerThanTheBatchAreMadePieceByPiece() throws IOException {
    String large = "y".repeat(3_000);
    load(large);
    Cli cli = new Cli(folder);
    assertThat(cli.run("export", "DIR/lake", "t", "DIR/t.csv").err()).isEmpty();
    long id = -1;
    try (var lines = Files.lines(folder.resolve("t.csv"))) {
      for (String line : (Iterable<String>) lines::iterator) {
        assertThat(line).isEqualTo(id < 0 ? "id,note" : id + "," + large);
        id++;
      }
    }
    assertThat(id).isEqualTo(ROWS);
    SoundLake.assertSound(folder.resolve("lake"));
  }

  private void load(String note) {
    try (Lake lake = Lake.create(folder.resolve("lake"))) {
      lake.transact(
          tx -> {
            tx.createTable(
                "t",
                Schema.builder()
                    .optional("id", DataType.LONG)
                    .optional("note", DataType.STRING)
                    .build());
            Appender appender = tx.appender("t");
            for (long id = 0; id < ROWS; id++) {
              appender.append(id, note);
            }
          });
    }
  }
}
