package org.tarnlake.data.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tarnlake.data.DuckDb;

/**
 * Values of 4 MB are written, read, filtered and checked in a heap of 256 MB, however many there
 * are and however small they are in the file.
 *
 * <p>A file of 66 KiB with 200 texts of 4 MB was written in such a heap, and 2.2 GB were not enough
 * to read it: a batch had 4,096 rows, whatever was in them.
 */
class HugeValuesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"200, same", "600, runs", "60, random"})
  void aSmallHeapIsEnough(int count, String kind) throws Exception {
    String lake = folder.resolve("lake").toString();
    assertThat(run(256, "write", lake, String.valueOf(count), kind)).isEmpty();
    assertThat(run(256, "read", lake, String.valueOf(count), kind)).isEmpty();
  }

  /** DuckDB makes pages of a hundred megabytes, which are in memory as a whole. */
  @Test
  void aPageThatDoesNotFitIsRefusedWithItsSize() throws Exception {
    Path file = folder.resolve("f.parquet");
    try (DuckDb duck = new DuckDb()) {
      duck.execute(
          ("COPY (SELECT i::INT AS id, repeat('x', 4000000) || i AS big FROM range(60) t(i)) TO"
                  + " '%s' (FORMAT parquet, COMPRESSION zstd)")
              .formatted(file));
    }
    assertThat(run(1024, "file", file.toString(), "60", "")).isEmpty();
    assertThat(run(256, "file", file.toString(), "60", ""))
        .startsWith("data file f.parquet: a page of column 'big' takes ")
        .contains(
            " bytes, and with a heap of 268,435,456 no more than 67,108,864 can be held; give");
  }

  /** What a process with such a heap printed. */
  private String run(int heapMib, String... arguments) throws Exception {
    Path output = folder.resolve("output.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // On one core Java takes another collector, by which a part of that heap does not count.
    command.addAll(List.of("-Xmx" + heapMib + "m", "-XX:+UseG1GC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(HugeValues.class.getName());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(300, TimeUnit.SECONDS);
    process.destroyForcibly().waitFor();
    String printed = Files.readString(output, UTF_8);
    assertThat(ended).as("%s ended; it printed %s", command, printed).isTrue();
    assertThat(process.exitValue()).as("%s: %s", List.of(arguments), printed).isZero();
    return printed;
  }
}
