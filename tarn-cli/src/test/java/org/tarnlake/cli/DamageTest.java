package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage of every kind is a clear error that names the object, and the check names it too. */
class DamageTest {
  private static final String ENTRY = "_tarn/log/00000000000000000001.json";

  @TempDir Path folder;
  private Cli cli;
  private Path lake;

  /** The data file is too large to travel in the log entry, from which it would be read. */
  @BeforeEach
  void makeALake() {
    cli = new Cli(folder);
    lake = folder.resolve("lake");
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder rows = new StringBuilder("id,name\n");
    for (int i = 0; i < 40_000; i++) {
      rows.append(i).append(",n").append(random.nextLong()).append('\n');
    }
    cli.write("t.csv", rows.toString());
    assertThat(cli.run("init", "DIR/lake").status()).isZero();
    assertThat(cli.run("import", "DIR/lake", "t=DIR/t.csv", "--create").status()).isZero();
  }

  @Test
  void entryWithOneBitFlipped() throws IOException {
    Path entry = lake.resolve(ENTRY);
    byte[] bytes = Files.readAllBytes(entry);
    int place = new String(bytes, StandardCharsets.UTF_8).indexOf("\"name\"");
    bytes[place + 1] ^= 1;
    Files.write(entry, bytes);
    assertFails(ENTRY, "scan", "DIR/lake", "t");
  }

  @Test
  void entryCutOff() throws IOException {
    Path entry = lake.resolve(ENTRY);
    byte[] bytes = Files.readAllBytes(entry);
    Files.write(entry, Arrays.copyOf(bytes, bytes.length / 2));
    assertFails(ENTRY, "scan", "DIR/lake", "t");
  }

  @Test
  void missingDataFile() throws IOException {
    Path file = dataFile();
    Files.delete(file);
    assertFails("t/" + file.getFileName(), "scan", "DIR/lake", "t");
  }

  @Test
  void dataFileWithOneBitFlipped() throws IOException {
    Path file = dataFile();
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 4] ^= 1;
    Files.write(file, bytes);
    assertFails("t/" + file.getFileName(), "scan", "DIR/lake", "t");
  }

  @Test
  void lakeOfANewerFormat() throws IOException {
    Path identity = lake.resolve("_tarn/lake.json");
    String text = Files.readString(identity);
    assertThat(text).contains("\"formatVersion\":1");
    Files.writeString(identity, text.replace("\"formatVersion\":1", "\"formatVersion\":99"));
    Cli.Result result = cli.run("tables", "DIR/lake");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).startsWith("tarn: ").contains("99").hasLineCount(1);
  }

  @Test
  void findingsAreJsonObjectsWhoseFieldsComeOnce() throws IOException {
    Path file = dataFile();
    Files.delete(file);
    Cli.Result result = cli.run("check", "DIR/lake", "--json");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out())
        .startsWith("{\"severity\":\"damage\",\"object\":\"t/part-")
        .contains("\",\"line\":0,\"message\":\"it is missing, but is a part of the table")
        .hasLineCount(1);
  }

  private void assertFails(String object, String... command) {
    Cli.Result result = cli.run(command);
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).startsWith("tarn: ").contains(object).doesNotContain("internal error");
    Cli.Result check = cli.run("check", "DIR/lake", "--deep");
    assertThat(check.status()).isEqualTo(1);
    assertThat(check.out()).contains("damage: " + object);
    Cli.Result append = cli.run("import", "DIR/lake", "t=DIR/t.csv");
    assertThat(append.err()).doesNotContain("internal error");
  }

  private Path dataFile() throws IOException {
    try (Stream<Path> files = Files.list(lake.resolve("t"))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
  }
}
