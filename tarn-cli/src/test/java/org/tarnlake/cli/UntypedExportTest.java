package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.Lake;
import org.tarnlake.Rows;
import org.tarnlake.testing.SoundLake;

/** Columns without a type, which only Java makes, on their way out. */
class UntypedExportTest {
  /** In their order: numbers, whatever their classes, text, booleans. */
  private static final List<Object> VALUES =
      List.of(
          new BigDecimal("-1e300"),
          Long.MIN_VALUE,
          -12.5,
          -12,
          new BigDecimal("-0.05"),
          -1e-300,
          0,
          new BigDecimal("1e-400"),
          1e-300,
          new BigDecimal("0.1"),
          new BigDecimal("0.1000000000000000000001"),
          1,
          1.5,
          9,
          10,
          99,
          100,
          100.25,
          Long.MAX_VALUE,
          BigInteger.TWO.pow(64),
          1e300,
          "",
          "1",
          "10",
          "9",
          "A",
          "a",
          "a\u0000",
          "a\u0000b",
          "ab",
          "true",
          "ä",
          "\uffff",
          "😀",
          false,
          true);

  @TempDir Path folder;

  @Test
  void numbersComeBeforeTextAndBooleans() throws Exception {
    Cli cli = new Cli(folder);
    createTable(true);
    List<String> sorted = new ArrayList<>();
    for (int i = 0; i < VALUES.size(); i++) {
      sorted.add(String.valueOf(i));
    }
    assertThat(ids(cli, "value")).containsExactlyElementsOf(sorted);
    Collections.reverse(sorted);
    assertThat(ids(cli, "value desc")).containsExactlyElementsOf(sorted);
    SoundLake.assertSound(folder.resolve("lake"));
  }

  /**
   * The rows of partitions wait as bytes, which must not change a scalar: files of partitions have
   * what one file has.
   */
  @Test
  void partitionsHaveTheSameScalarsAsOneFile() throws Exception {
    Cli cli = new Cli(folder);
    createTable(false);
    exportAndImport(cli, "json", "json");
    exportAndImport(cli, "parquet", "parts", "--partition-by", "id");
    exportAndImport(cli, "parquet", "whole");
    exportAndImport(cli, "json", "json_parts", "--partition-by", "id");
    try (Lake lake = Lake.open(folder.resolve("lake"))) {
      assertThat(values(lake, "json_parts")).isEqualTo(values(lake, "json")).hasSize(VALUES.size());
      assertThat(values(lake, "parts")).isEqualTo(values(lake, "whole")).hasSize(VALUES.size());
    }
    SoundLake.assertSound(folder.resolve("lake"));
  }

  private static void exportAndImport(Cli cli, String format, String table, String... more) {
    List<String> export = new ArrayList<>(List.of("export", "DIR/lake", "t", "DIR/" + table + "/"));
    export.addAll(List.of("--format", format));
    export.addAll(List.of(more));
    for (List<String> args :
        List.of(export, List.of("import", "DIR/lake", table + "=DIR/" + table))) {
      Cli.Result result = cli.run(args.toArray(String[]::new));
      assertThat(result.status()).as(result.err()).isZero();
    }
  }

  private void createTable(boolean isShuffled) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < VALUES.size(); i++) {
      order.add(i);
    }
    if (isShuffled) {
      Collections.shuffle(order, new Random(1));
    }
    try (Lake lake = Lake.create(folder.resolve("lake"))) {
      lake.transact(
          tx -> {
            tx.createUntypedTable("t", "id", "value");
            for (String table : List.of("json", "json_parts", "parts", "whole")) {
              tx.createUntypedTable(table, "id", "value");
            }
            for (int i : order) {
              tx.append("t", i, VALUES.get(i));
            }
          });
    }
  }

  private static List<String> ids(Cli cli, String order) {
    Cli.Result result =
        cli.run("scan", "DIR/lake", "t", "--order-by", order, "--columns", "id", "--format", "csv");
    assertThat(result.err()).isEmpty();
    return result.out().lines().skip(1).toList();
  }

  private static List<String> values(Lake lake, String table) {
    List<String> values = new ArrayList<>();
    try (Rows rows = lake.scan(table).rows()) {
      while (rows.next()) {
        @Nullable Object value = rows.get("value");
        values.add("%s %s %s".formatted(rows.get("id"), value, value.getClass()));
      }
    }
    values.sort(null);
    return values;
  }
}
