package org.tarnlake.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.judge.RowDifference;
import org.tarnlake.schema.Schema;

/**
 * Tarn appends to copies of Spark's tables, and Spark reads and compacts what it wrote; or Tarn
 * refuses to, names the reason and leaves them be.
 */
@ExtendWith(Features.class)
class TarnWritesSparkTest {
  /** Why Tarn does not write to a table. */
  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry(
              "identity_columns",
              "table identity_columns, column id has an identity value (100), which only an engine that knows SQL can give; write with one"),
          Map.entry(
              "void_in_a_struct",
              lacks("void_in_a_struct", "void values inside column 's' for writing")),
          Map.entry("variant", lacks("variant", "the writer feature 'variantType'")),
          Map.entry(
              "variant_shredded", lacks("variant_shredded", "the writer feature 'variantType'")));

  @TempDir Path temporary;

  private static String lacks(String table, String what) {
    return "table %s needs %s, which this version of Tarn lacks; use a newer one"
        .formatted(table, what);
  }

  static List<SparkTable> writable() {
    return SparkTables.all().stream().filter(table -> !REFUSED.containsKey(table.name())).toList();
  }

  static List<SparkTable> refused() {
    return SparkTables.all().stream().filter(table -> REFUSED.containsKey(table.name())).toList();
  }

  private Path copy(SparkTable table) throws Exception {
    WrittenTables.write(table);
    return TableCopy.of(WrittenTables.folder(table), temporary.resolve(table.name()));
  }

  @ParameterizedTest(name = "Tarn appends to Spark''s: {0}")
  @MethodSource("writable")
  void appendedRowIsThereForBoth(SparkTable table) throws Exception {
    Path folder = copy(table);
    try (Lake lake = Lake.open(folder, WrittenTables.parent())) {
      for (int i = 0; i < 2; i++) {
        lake.transact(
            tx -> {
              Schema schema = tx.schema(table.name());
              Object[] row = new Object[schema.columns().size()];
              if (schema.columns().field(0).name().equals("id")) {
                row[0] = 99L;
              }
              tx.append(table.name(), row);
            });
      }
      assertSame(lake, table, folder);
      Spark.sql("OPTIMIZE %s", Spark.delta(folder)).collectAsList();
      assertSame(lake, table, folder);
      assertThat(lake.check(CheckDepth.DATA).stream().filter(Finding::isDamage)).isEmpty();
    }
  }

  private static void assertSame(Lake lake, SparkTable table, Path folder) {
    List<List<@Nullable Object>> spark = Spark.rows("SELECT * FROM %s", Spark.delta(folder));
    assertThat(spark).hasSize(table.rows() + 2);
    assertThat(RowDifference.of(TarnRows.rows(lake.scan(table.name())), spark, "Spark")).isEmpty();
  }

  @ParameterizedTest(name = "Tarn refuses to append to Spark''s: {0}")
  @MethodSource("refused")
  void refusalNamesTheReasonAndChangesNothing(SparkTable table) throws Exception {
    Path folder = copy(table);
    TreeSet<String> before = files(folder);
    try (Lake lake = Lake.open(folder)) {
      assertThatThrownBy(() -> lake.transact(tx -> tx.append(table.name(), 99L)))
          .isInstanceOf(UnsupportedTableException.class)
          .hasMessage(REFUSED.get(table.name()));
    }
    assertThat(files(folder)).isEqualTo(before);
  }

  private static TreeSet<String> files(Path folder) throws IOException {
    TreeSet<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        found.add(folder.relativize(file) + " " + Files.size(file));
      }
    }
    return found;
  }
}
