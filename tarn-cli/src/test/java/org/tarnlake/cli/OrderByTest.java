package org.tarnlake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.Appender;
import org.tarnlake.Lake;
import org.tarnlake.data.DuckDb;
import org.tarnlake.data.RandomRows;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.testing.Seeds;
import org.tarnlake.testing.SoundLake;

/** What {@code tarn scan --order-by} prints and {@code tarn export} writes, judged by DuckDB. */
class OrderByTest {
  @TempDir Path folder;

  /** A table and the columns, nested ones too, that it can be sorted by. */
  private record Sorted(String table, List<String> columns) {}

  /** Rows that are equal come in the order of their numbers, as DuckDB is told to have them. */
  @Test
  void rowsComeInTheOrderThatDuckDbHas() throws Exception {
    Path home = folder.resolve("lake");
    Cli cli = new Cli(folder);
    try (Lake lake = Lake.create(home);
        DuckDb duckDb = new DuckDb()) {
      Seeds.run(
          40,
          random -> {
            Sorted sorted = table(lake, random);
            String file = file(home.resolve(sorted.table)).toString();
            for (int i = 0; i < 6; i++) {
              String order = order(sorted.columns, random);
              int limit = random.nextInt(3) == 0 ? random.nextInt(60) : 1000;
              List<String> args =
                  new ArrayList<>(List.of("scan", "DIR/lake", sorted.table, "--order-by", order));
              args.addAll(List.of("--limit", "" + limit, "--columns", "id", "--format", "csv"));
              Cli.Result result = cli.run(args.toArray(String[]::new));
              assertThat(result.err()).isEmpty();
              List<String> expected =
                  duckDb.query(
                      "select id from '%s' order by %s, id limit %s".formatted(file, order, limit));
              assertThat(result.out().lines().skip(1).toList()).as(order).isEqualTo(expected);
              assertThat(exported(cli, duckDb, sorted.table, order, limit))
                  .as(order)
                  .isEqualTo(expected);
            }
          });
    }
    SoundLake.assertSound(home);
  }

  /** What a file has that was exported in that order. */
  private List<String> exported(Cli cli, DuckDb duckDb, String table, String order, int limit)
      throws Exception {
    Path file = folder.resolve("t.parquet");
    Files.deleteIfExists(file);
    String[] args = {
      "export", "DIR/lake", table, "DIR/t.parquet", "--order-by", order, "--limit", "" + limit
    };
    assertThat(cli.run(args).err()).isEmpty();
    return duckDb.query("select id from '%s'".formatted(file));
  }

  private static Sorted table(Lake lake, SplittableRandom random) {
    RandomRows some = new RandomRows(random);
    List<Field> fields = new ArrayList<>(some.table(1 + random.nextInt(4), 2).fields());
    fields.add(Field.required("id", DataType.INT));
    StructType columns = new StructType(fields);
    String name = "t" + lake.latest().tables().size();
    int count = random.nextInt(200);
    lake.transact(
        tx -> {
          tx.createTable(name, new Schema(columns, List.of()));
          for (int i = 0; i < count; i++) {
            Object[] row = some.row(columns, 9);
            row[row.length - 1] = i;
            tx.append(name, row);
          }
          if (count == 0) {
            Object[] row = some.row(columns, 9);
            row[row.length - 1] = 0;
            tx.append(name, row);
          }
        });
    lake.awaitPublished();
    List<String> sortable = new ArrayList<>();
    addSortable("", columns, sortable);
    return new Sorted(name, sortable);
  }

  private static void addSortable(String around, StructType struct, List<String> names) {
    for (Field field : struct.fields()) {
      String name = around + field.name();
      if (field.type() instanceof StructType inner) {
        addSortable(name + ".", inner, names);
      } else if (field.type() instanceof PrimitiveType || field.type() instanceof DecimalType) {
        names.add(name);
      }
    }
  }

  private static String order(List<String> columns, SplittableRandom random) {
    String[] directions = {"", " desc", " asc", " DESC"};
    String[] nulls = {"", "", " nulls first", " NULLS LAST"};
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      keys.add(
          columns.get(random.nextInt(columns.size()))
              + directions[random.nextInt(4)]
              + nulls[random.nextInt(4)]);
    }
    return String.join(", ", keys);
  }

  private static Path file(Path table) throws Exception {
    try (Stream<Path> files = Files.walk(table)) {
      return files.filter(each -> each.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
  }

  /**
   * A table that is larger than all memory, in a process that has little: what does not fit waits
   * in a file without a name, of which nothing stays, though the reader goes away early.
   */
  @Test
  void aTableLargerThanMemoryIsSorted() throws Exception {
    Path home = folder.resolve("lake");
    int count = 150_000;
    try (Lake lake = Lake.create(home)) {
      lake.transact(
          tx -> {
            tx.createTable("t", Schema.parse("id int, text string"));
            SplittableRandom random = new SplittableRandom(1);
            Appender appender = tx.appender("t");
            for (int i = 0; i < count; i++) {
              appender.append(
                  (int) (i * 7919L % count), Long.toHexString(random.nextLong()).repeat(30));
            }
          });
    }
    Path temporary = Files.createDirectories(folder.resolve("temporary"));
    Process process = scan(temporary, home, "--order-by", "id", "--columns", "text,id");
    List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
    assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEmpty();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(lines).hasSize(count + 1);
    for (int i = 0; i < count; i++) {
      assertThat(lines.get(i + 1)).endsWith("," + i);
    }
    assertThat(temporary).isEmptyDirectory();

    Process cut = scan(temporary, home, "--order-by", "text desc");
    cut.getInputStream().read();
    assertThat(temporary).isEmptyDirectory();
    cut.getInputStream().close();
    assertThat(cut.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(cut.exitValue()).isZero();
    assertThat(temporary).isEmptyDirectory();
    SoundLake.assertSound(home);
  }

  private static Process scan(Path temporary, Path home, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("scan", home.toString(), "t", "--format", "csv"));
    arguments.addAll(List.of(more));
    ProcessBuilder builder = CliProcess.of(List.of("-Xmx64m"), arguments.toArray(String[]::new));
    builder.environment().put("TMPDIR", temporary.toString());
    return builder.start();
  }
}
