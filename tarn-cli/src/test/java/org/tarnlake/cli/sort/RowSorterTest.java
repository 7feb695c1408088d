package org.tarnlake.cli.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.cli.terminal.Failure;
import org.tarnlake.testing.Seeds;

/** Rows that do not fit into memory come out as a sort in memory has them. */
class RowSorterTest {
  @TempDir Path folder;

  private record Item(byte[] key, byte[] row) {
    String text() {
      return HexFormat.of().formatHex(key) + ":" + HexFormat.of().formatHex(row);
    }
  }

  /** Few keys, so that many are equal; memory for none to all of the rows; limits of all sizes. */
  @Test
  void rowsComeInTheOrderOfAStableSort() throws Exception {
    Seeds.run(
        300,
        random -> {
          List<Item> items = items(random, random.nextInt(4000), 1 + random.nextInt(60));
          long limit = random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(3000);
          long memoryBytes = 1L << random.nextInt(21);
          List<Item> sorted = new ArrayList<>(items);
          sorted.sort((a, b) -> Arrays.compareUnsigned(a.key, b.key));
          List<String> expected = sorted.stream().limit(limit).map(Item::text).toList();
          assertThat(sort(items, limit, memoryBytes)).isEqualTo(expected);
        });
  }

  private List<String> sort(List<Item> items, long limit, long memoryBytes) throws Exception {
    List<String> found = new ArrayList<>();
    try (RowSorter sorter = new RowSorter(folder, limit, memoryBytes)) {
      items.forEach(item -> sorter.add(item.key, item.row));
      // What a process that is killed leaves behind: nothing.
      assertThat(files()).isEmpty();
      sorter.forEach((key, row) -> found.add(new Item(key, row).text()));
    }
    return found;
  }

  private static List<Item> items(SplittableRandom random, int count, int keys) {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SplittableRandom own = new SplittableRandom(random.nextInt(keys));
      byte[] key = new byte[own.nextInt(5)];
      own.nextBytes(key);
      // Seldom a row that is larger than any buffer.
      byte[] row = new byte[random.nextInt(400) == 0 ? 150_000 : random.nextInt(40)];
      random.nextBytes(row);
      items.add(new Item(key, row));
    }
    return items;
  }

  /** A row that is larger than all memory for rows is sorted like any other. */
  @Test
  void rowsLargerThanTheMemoryAreSorted() throws Exception {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      items.add(new Item(new byte[] {(byte) (i * 7)}, new byte[5000]));
    }
    assertThat(sort(items, 3, 1000))
        .containsExactly(items.get(0).text(), items.get(256).text(), items.get(183).text());
    assertThat(sort(items, Long.MAX_VALUE, 1000)).hasSize(300).isSorted();
  }

  /** Of millions of rows the first ten take the memory of thousands. */
  @Test
  void theFirstOfManyTakeNoDisk() {
    Path nowhere = folder.resolve("nowhere");
    SplittableRandom random = new SplittableRandom(1);
    List<Integer> found = new ArrayList<>();
    try (RowSorter sorter = new RowSorter(nowhere, 10, 1 << 20)) {
      for (int i = 0; i < 1_000_000; i++) {
        byte[] key = {(byte) random.nextInt(256), (byte) random.nextInt(256)};
        sorter.add(key, new byte[100]);
      }
      sorter.forEach((key, row) -> found.add(key[0] & 0xFF));
    }
    assertThat(found).hasSize(10).containsOnly(0);
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamedWithTheRemedy() {
    Path nowhere = folder.resolve("nowhere");
    try (RowSorter sorter = new RowSorter(nowhere, Long.MAX_VALUE, 1000)) {
      assertThatThrownBy(() -> sorter.add(new byte[1], new byte[2000]))
          .isInstanceOf(Failure.class)
          .hasMessageContaining(nowhere.toString())
          .hasMessageContaining("TMPDIR");
    }
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
