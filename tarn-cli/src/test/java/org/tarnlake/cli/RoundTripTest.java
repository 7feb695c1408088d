package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.Lake;
import org.tarnlake.Rows;
import org.tarnlake.data.RandomRows;
import org.tarnlake.row.Row;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.testing.Seeds;
import org.tarnlake.testing.SoundLake;

/** What {@code tarn export} says of itself: an import of the file gives the same rows back. */
class RoundTripTest {
  /** What a text format may take for something else. */
  private static final String[] UGLY = {
    "",
    " ",
    "null",
    "NULL",
    "\"",
    "\"\"",
    ",",
    "a,b",
    "x\ny",
    "\r",
    "\r\n",
    "\t",
    "\\",
    "\\N",
    "'",
    "#x",
    "\ufeff",
    "1",
    "007",
    "-",
    "true",
    "2024-05-01",
    "[1]",
    "{}",
    "ü",
    "𝄞",
    "\u0001",
    " a ",
    ";",
    "|"
  };

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "csv",
        "tsv",
        "json",
        "ndjson",
        "parquet",
        "csv.gz",
        "csv.zst",
        "json.gz",
        "json.zst",
        "tsv.zst"
      })
  void anImportOfTheFileGivesTheSameRowsBack(String suffix) throws Exception {
    Path home = folder.resolve("lake");
    List<String> tables = new ArrayList<>();
    try (Lake lake = Lake.create(home)) {
      Seeds.run(25, random -> tables.add(table(lake, random, tables.size())));
    }
    Cli cli = new Cli(folder);
    for (String table : tables) {
      String file = "DIR/" + table + "." + suffix;
      assertDone(cli.run("export", "DIR/lake", table, file));
      assertDone(cli.run("import", "DIR/lake", "back_" + table + "=" + file));
    }
    try (Lake lake = Lake.open(home)) {
      for (String table : tables) {
        List<String> rows = rows(lake, table);
        assertThat(rows(lake, "back_" + table)).as(table).isEqualTo(rows);
      }
    }
    SoundLake.assertSound(home);
  }

  /** Folders of small files, and of partitions by any scalar column, bring back the same rows. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "csv",
        "csv gzip",
        "csv zstd",
        "json",
        "json gzip",
        "json zstd",
        "parquet",
        "parquet none"
      })
  void anImportOfTheFolderGivesTheSameRowsBack(String how) throws Exception {
    Path home = folder.resolve("lake");
    List<String> tables = new ArrayList<>();
    List<String> partitions = new ArrayList<>();
    try (Lake lake = Lake.create(home)) {
      Seeds.run(
          25,
          random -> {
            String table = table(lake, random, tables.size());
            tables.add(table);
            List<String> scalars =
                lake.latest().table(table).schema().columns().fields().stream()
                    .filter(
                        f -> f.type() instanceof PrimitiveType || f.type() instanceof DecimalType)
                    .map(Field::name)
                    .filter(name -> !name.equals("ugly"))
                    .toList();
            partitions.add(
                scalars.isEmpty() || random.nextInt(3) == 0
                    ? ""
                    : scalars.get(random.nextInt(scalars.size())));
          });
    }
    Cli cli = new Cli(folder);
    for (int i = 0; i < tables.size(); i++) {
      String table = tables.get(i);
      List<String> args = new ArrayList<>();
      args.addAll(List.of("export", "DIR/lake", table, "DIR/" + table + "/"));
      args.addAll(List.of("--format", how.split(" ")[0], "--max-file-size", "600B"));
      if (how.contains(" ")) {
        args.addAll(List.of("--compression", how.split(" ")[1]));
      }
      if (!partitions.get(i).isEmpty()) {
        args.addAll(List.of("--partition-by", partitions.get(i)));
      }
      assertDone(cli.run(args.toArray(String[]::new)));
      assertDone(cli.run("import", "DIR/lake", "back_" + table + "=DIR/" + table));
    }
    try (Lake lake = Lake.open(home)) {
      for (String table : tables) {
        assertThat(rows(lake, "back_" + table)).as(table).isEqualTo(rows(lake, table));
      }
    }
    SoundLake.assertSound(home);
  }

  /** A random table, of which the first is empty, and an empty one of the same columns. */
  private static String table(Lake lake, SplittableRandom random, int number) {
    RandomRows some = new RandomRows(random);
    List<Field> fields = new ArrayList<>(some.table(1 + random.nextInt(5), 2).fields());
    fields.add(Field.optional("ugly", DataType.STRING));
    if (random.nextInt(4) == 0) {
      fields = List.of(fields.get(fields.size() - 1));
    }
    StructType columns = new StructType(fields);
    String name = "t" + number;
    int count = number == 0 ? 0 : random.nextInt(40);
    return lake.compute(
        tx -> {
          tx.createTable(name, new Schema(columns, List.of()));
          tx.createTable("back_" + name, new Schema(columns, List.of()));
          for (int i = 0; i < count; i++) {
            Object[] row = some.row(columns, 12);
            if (random.nextInt(8) > 0) {
              row[row.length - 1] = UGLY[random.nextInt(UGLY.length)];
            }
            tx.append(name, row);
          }
          return name;
        });
  }

  private static List<String> rows(Lake lake, String table) {
    List<String> lines = new ArrayList<>();
    try (Rows rows = lake.latest().table(table).scan().rows()) {
      while (rows.next()) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < rows.type().size(); i++) {
          line.append(text(rows.get(i))).append(" | ");
        }
        lines.add(line.toString());
      }
    }
    lines.sort(null);
    return lines;
  }

  /** Of arrays their content, and of maps and lists what is in them. */
  private static String text(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(RoundTripTest::text).toList().toString();
    }
    if (value instanceof Map<?, ?> map) {
      List<String> entries = new ArrayList<>();
      map.forEach((key, each) -> entries.add(text(key) + "=" + text(each)));
      entries.sort(null);
      return entries.toString();
    }
    return value instanceof Row row ? text(row.toMap()) : String.valueOf(value);
  }

  private static void assertDone(Cli.Result result) {
    assertThat(result.status()).as(result.err()).isZero();
  }

  /** Somebody who is to read a stream gets it at once, and no file appears under another name. */
  @Test
  void anExportGoesIntoAPipe() throws Exception {
    Cli cli = new Cli(folder);
    Files.writeString(folder.resolve("a.csv"), "id\n1\n2\n");
    assertDone(cli.run("init", "DIR/lake"));
    assertDone(cli.run("import", "DIR/lake", "a=DIR/a.csv", "--create"));
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Process reader = new ProcessBuilder("cat", pipe.toString()).start();
    assertDone(cli.run("export", "DIR/lake", "a", "DIR/pipe", "--format", "csv"));
    assertThat(new String(reader.getInputStream().readAllBytes())).isEqualTo("id\n1\n2\n");
    assertThat(reader.waitFor()).isZero();
    assertThat(cli.run("export", "DIR/lake", "a", "/dev/stdout", "--format", "csv").out())
        .isEqualTo("id\n1\n2\n");
  }
}
