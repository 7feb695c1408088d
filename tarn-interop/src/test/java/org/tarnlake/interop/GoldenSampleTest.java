package org.tarnlake.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writes the sample of golden tables that lies in {@code tarn-core/src/test/golden}, so that a test
 * without Spark reads what Spark wrote: each an archive with the table and with its rows as a plain
 * Parquet file. Needs {@code tar} and {@code zstd}.
 */
@EnabledIfSystemProperty(named = "tarn.golden.write", matches = ".+")
class GoldenSampleTest {
  private static final Set<String> SAMPLE =
      Set.of(
          "column_mapping_id",
          "column_mapping_name",
          "deletion_vectors",
          "generated_columns",
          "in_commit_timestamps",
          "multipart_checkpoints",
          "nested_types",
          "partitions_special",
          "row_tracking",
          "timestamp_ntz",
          "timestamps_int96",
          "type_widening",
          "v2_checkpoints_json",
          "v2_checkpoints_parquet");

  @TempDir Path temporary;

  @Test
  void writeIt() throws Exception {
    Path target = Files.createDirectories(Path.of(System.getProperty("tarn.golden.write")));
    Set<String> written = new TreeSet<>();
    for (SparkTable table : SparkTables.all()) {
      if (SAMPLE.contains(table.name())) {
        Path folder = Files.createDirectories(temporary.resolve(table.name()));
        table.write(folder);
        Path delta = Files.move(folder.resolve(table.name()), folder.resolve("delta"));
        Spark.sql("SELECT * FROM %s", Spark.delta(delta))
            .coalesce(1)
            .write()
            .parquet(folder.resolve("expected").toString());
        pack(table.name(), target.resolve(table.name() + ".tar.zst"));
        written.add(table.name());
      }
    }
    assertThat(written).isEqualTo(SAMPLE);
  }

  private void pack(String name, Path archive) throws IOException, InterruptedException {
    Process tar =
        new ProcessBuilder(
                "tar",
                "--zstd",
                "--sort=name",
                "--owner=0",
                "--group=0",
                "--exclude=*.crc",
                "--exclude=_SUCCESS",
                "-cf",
                archive.toAbsolutePath().toString(),
                "-C",
                temporary.toString(),
                name)
            .inheritIO()
            .start();
    assertThat(tar.waitFor()).isZero();
  }
}
