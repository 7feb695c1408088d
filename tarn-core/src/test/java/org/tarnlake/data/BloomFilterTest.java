package org.tarnlake.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.data.bytes.XxHash64;
import org.tarnlake.data.read.DataFile;
import org.tarnlake.data.write.DataFileWriter;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.local.LocalStore;

/** Filters that Tarn writes, asked by DuckDB, and those of DuckDB, asked by Tarn. */
class BloomFilterTest {
  private static final StructType TYPE =
      new StructType(
          List.of(
              Field.required("l", DataType.LONG),
              Field.optional("i", DataType.INT),
              Field.optional("b", DataType.BYTE),
              Field.optional("s", DataType.STRING),
              Field.optional("d", DataType.DATE),
              Field.optional("t", DataType.TIMESTAMP),
              Field.optional("small", DataType.decimal(7, 2)),
              Field.optional("large", DataType.decimal(17, 2)),
              Field.optional(
                  "inner", new StructType(List.of(Field.optional("x", DataType.LONG))))));

  private static final Set<List<String>> FILTERED =
      Set.of(
          List.of("l"),
          List.of("i"),
          List.of("b"),
          List.of("s"),
          List.of("d"),
          List.of("t"),
          List.of("small"),
          List.of("large"),
          List.of("inner", "x"));

  @TempDir Path folder;

  /** Even numbers are there, of all types. */
  private static Object[] row(int i) {
    int even = 2 * i;
    return new Object[] {
      (long) even,
      i % 7 == 0 ? null : even,
      (byte) (even % 100),
      "name-" + even,
      LocalDate.ofEpochDay(even),
      Instant.ofEpochSecond(even),
      BigDecimal.valueOf(even, 2),
      BigDecimal.valueOf(even, 2),
      new Object[] {(long) even}
    };
  }

  @Test
  void hashesAreThoseOfTheAlgorithm() {
    // Of the reference implementation, with the seed 0.
    assertThat(hash("")).isEqualTo(0xEF46DB3751D8E999L);
    assertThat(hash("a")).isEqualTo(0xD24EC4F1A98C6E5BL);
    assertThat(hash("abc")).isEqualTo(0x44BC2CF5AD770999L);
    assertThat(hash("Nobody inspects the spammish repetition")).isEqualTo(0xFBCEA83C8A378BF1L);
    byte[] eight = {1, 2, 3, 4, 5, 6, 7, 8};
    assertThat(XxHash64.hash(0x0807060504030201L)).isEqualTo(XxHash64.hash(eight, 0, 8));
    assertThat(XxHash64.hash(0x04030201)).isEqualTo(XxHash64.hash(eight, 0, 4));
  }

  private static long hash(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return XxHash64.hash(bytes, 0, bytes.length);
  }

  @Test
  void duckDbFindsInOurFiltersWhatIsThereAndLittleElse() throws Exception {
    try (ObjectStore store = LocalStore.open(folder);
        DuckDb duck = new DuckDb()) {
      DataFileWriter.Layout layout = new DataFileWriter.Layout(100, 1000, FILTERED);
      List<Object[]> rows = IntStream.range(0, 1000).mapToObj(BloomFilterTest::row).toList();
      TestFiles.write(store, "f", layout, TestFiles.batch(TYPE, rows));
      Map<String, String> columns =
          Map.of(
              "l",
              "%d::BIGINT",
              "i",
              "%d::INTEGER",
              "s",
              "'name-%d'",
              "d",
              "DATE '1970-01-01' + %d");
      for (Map.Entry<String, String> column : columns.entrySet()) {
        List<Integer> maybe = new ArrayList<>();
        for (int value = 1; value < 400; value++) {
          String literal = column.getValue().formatted(value);
          String excluded =
              duck.query(
                      "SELECT bloom_filter_excludes FROM parquet_bloom_probe('%s', '%s', %s)"
                          .formatted(folder.resolve("f"), column.getKey(), literal))
                  .get(0);
          if (excluded.equals("false")) {
            maybe.add(value);
          }
        }
        List<Integer> there =
            IntStream.range(1, 200)
                .filter(i -> !column.getKey().equals("i") || i % 7 != 0)
                .mapToObj(i -> 2 * i)
                .toList();
        assertThat(maybe).as(column.getKey()).containsAll(there);
        assertThat(maybe).as(column.getKey()).hasSizeLessThan(there.size() + 20);
      }
    }
  }

  /** Statistics cannot tell: all values are within the bounds. */
  @Test
  void valuesThatAreNotThereAreNotReadFor() throws Exception {
    try (ObjectStore store = LocalStore.open(folder)) {
      DataFileWriter.Layout layout = new DataFileWriter.Layout(100, 250, FILTERED);
      List<Object[]> rows = IntStream.range(0, 1000).mapToObj(i -> row(i * 37 % 1000)).toList();
      TestFiles.write(store, "f", layout, TestFiles.batch(TYPE, rows));
      DataFile file = TestFiles.open(store, "f");
      file.verify();
      int looked = 0;
      for (int i = 1; i < 200; i++) {
        for (int value : new int[] {2 * i, 2 * i + 1}) {
          boolean odd = value % 2 == 1;
          for (String condition : conditions(value)) {
            List<Integer> groups = file.rowGroups(TYPE, Predicate.parse(condition).bind(TYPE));
            boolean there = !odd && (i % 7 != 0 || !condition.startsWith("i ="));
            if (!there) {
              looked += groups.size();
            } else {
              assertThat(groups).as(condition).isNotEmpty();
              looked += groups.size() - 1;
            }
            assertThat(found(file, condition)).as(condition).isEqualTo(there ? 1 : 0);
          }
        }
      }
      // Of 12,736 questions about a group, all but 1,500 are about one that lacks the value.
      assertThat(looked).isLessThan(600);
    }
  }

  private static List<String> conditions(int value) {
    return List.of(
        "l = " + value,
        "i = " + value,
        "s IN ('name-" + value + "', 'nobody')",
        "d = DATE '" + LocalDate.ofEpochDay(value) + "'",
        "t = TIMESTAMP '" + Instant.ofEpochSecond(value) + "'",
        "small = " + BigDecimal.valueOf(value, 2),
        "large = " + BigDecimal.valueOf(value, 2) + " AND l > -1",
        "inner.x = " + value);
  }

  private static long found(DataFile file, String condition) throws Exception {
    var bound = Predicate.parse(condition).bind(TYPE);
    long found = 0;
    for (int group : file.rowGroups(TYPE, bound)) {
      try (var source = file.read(group, TYPE, bound)) {
        for (var batch = source.next(); batch != null; batch = source.next()) {
          found += bound.evaluate(batch).count();
        }
      }
    }
    return found;
  }

  @Test
  void filtersOfDuckDbSpareReading() throws Exception {
    try (ObjectStore store = LocalStore.open(folder);
        DuckDb duck = new DuckDb()) {
      duck.execute(
          """
          COPY (SELECT (i %% 50) * 2 AS l, 'name-' || (i %% 50) * 2 AS s FROM range(20000) t(i))
          TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 2048)
          """
              .formatted(folder.resolve("theirs")));
      StructType type =
          new StructType(
              List.of(Field.optional("l", DataType.LONG), Field.optional("s", DataType.STRING)));
      DataFile file = TestFiles.open(store, "theirs");
      int odd = 0;
      for (int value = 0; value < 98; value++) {
        for (String condition : List.of("l = " + value, "s = 'name-" + value + "'")) {
          int groups = file.rowGroups(type, Predicate.parse(condition).bind(type)).size();
          if (value % 2 == 0) {
            assertThat(groups).as(condition).isEqualTo(file.rowGroupCount());
          } else {
            odd += groups;
          }
        }
      }
      assertThat(odd).isLessThan(98 * file.rowGroupCount() / 5);
    }
  }
}
