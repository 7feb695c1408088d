package org.tarnlake.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tarnlake.Lake;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;

/** The judge is worth something: what is planted is noticed, and told. */
class KernelJudgeTest {
  private static final Schema SCHEMA =
      Schema.builder().required("id", DataType.LONG).optional("p", DataType.STRING).build();

  private final MemoryStore store = lake();

  /** Table t, with a row more in each of the versions 1 to 3. */
  private static MemoryStore lake() {
    MemoryStore store = new MemoryStore();
    try (Lake lake = Lake.create(store, Environment.system())) {
      lake.transact(tx -> tx.createTable("t", SCHEMA.partitionBy("p")));
      lake.transact(tx -> tx.append("t", 7L, "x"));
      lake.transact(tx -> tx.append("t", 8L, "y"));
      lake.transact(tx -> tx.append("t", 9L, null));
    }
    return store;
  }

  @Test
  void nothingIsFoundWhereNothingWasPlanted() {
    assertThat(KernelJudge.disagreements(store)).isEmpty();
  }

  @Test
  void aSwappedValueIsNoticed() throws IOException {
    MemoryStore changed = KernelJudge.copy(store);
    changed.put(dataFiles(store).get(0), dataFileOf(71));
    assertThat(disagreements(changed))
        .anySatisfy(
            found ->
                assertThat(found)
                    .startsWith("t, version 3: Tarn shows 3 rows and Kernel 3; only Tarn shows [[")
                    .contains("only Kernel shows [[71, "));
  }

  /** A data file of the same table with one other value. */
  private static byte[] dataFileOf(long id) throws IOException {
    MemoryStore donor = new MemoryStore();
    try (Lake lake = Lake.create(donor, Environment.system())) {
      lake.transact(tx -> tx.createTable("t", SCHEMA.partitionBy("p")));
      lake.transact(tx -> tx.append("t", id, "x"));
    }
    return donor.get(dataFiles(donor).get(0));
  }

  @Test
  void aMissingCommitIsNoticed() throws IOException {
    MemoryStore changed = KernelJudge.copy(store);
    changed.delete("t/_delta_log/00000000000000000002.json");
    changed.delete("t/_delta_log/00000000000000000002.crc");
    assertThat(disagreements(changed)).isNotEmpty().allMatch(found -> found.startsWith("t"));
  }

  @Test
  void aMissingNewestCommitIsNoticed() throws IOException {
    MemoryStore changed = KernelJudge.copy(store);
    changed.delete("t/_delta_log/00000000000000000003.json");
    changed.delete("t/_delta_log/00000000000000000003.crc");
    assertThat(disagreements(changed)).contains("t: newest version: Tarn says 3, Kernel 2");
  }

  @Test
  void anotherPartitionValueIsNoticed() throws IOException {
    replaceInCommit(1, "\"x\"", "\"z\"", "only Tarn shows [[7, x]], only Kernel shows [[7, z]]");
  }

  @Test
  void anotherColumnIsNoticed() throws IOException {
    replaceInCommit(0, "\\\"nullable\\\":false", "\\\"nullable\\\":true", "id not null");
  }

  private void replaceInCommit(int version, String from, String to, String found)
      throws IOException {
    MemoryStore changed = KernelJudge.copy(store);
    String commit = "t/_delta_log/%020d.json".formatted(version);
    String text = new String(changed.get(commit), UTF_8);
    assertThat(text).contains(from);
    changed.put(commit, text.replace(from, to).getBytes(UTF_8));
    for (ObjectInfo object : changed.list("t/_delta_log/", "")) {
      if (object.name().endsWith(".crc")) {
        changed.delete(object.name());
      }
    }
    assertThat(String.join("\n", disagreements(changed))).contains(found);
  }

  /** What Kernel sees otherwise in another store than Tarn in the lake. */
  private List<String> disagreements(ObjectStore kernels) {
    try (Lake lake = Lake.open(store, Environment.system())) {
      return KernelJudge.disagreements(lake, new KernelReader(kernels));
    }
  }

  private static List<String> dataFiles(ObjectStore store) throws IOException {
    return store.list("t/", "").stream()
        .map(ObjectInfo::name)
        .filter(name -> name.endsWith(".parquet"))
        .toList();
  }

  @Test
  void rowsDifferByTheSmallestDifference() {
    assertThat(difference(List.of(0.0), List.of(-0.0))).contains("[[0.0]]").contains("[[-0.0]]");
    assertThat(difference(List.of(Double.NaN), List.of(Double.NaN))).isEmpty();
    assertThat(difference(List.of(1), List.of(1L))).isNotEmpty();
    assertThat(difference(List.of(Instant.EPOCH), List.of(Instant.EPOCH.plusNanos(1000))))
        .isNotEmpty();
  }

  @Test
  void rowsAreCountedWhateverTheirOrder() {
    List<Object> a = List.of("a");
    List<Object> b = List.of("b");
    assertThat(RowDifference.of(List.of(a, b, a), List.of(b, a, a), "Kernel")).isEmpty();
    assertThat(RowDifference.of(List.of(a, a), List.of(a), "Kernel"))
        .isEqualTo("Tarn shows 2 rows and Kernel 1; only Tarn shows [[a]], only Kernel shows []");
  }

  private static String difference(List<Object> tarn, List<Object> kernel) {
    return RowDifference.of(List.of(tarn), List.of(kernel), "Kernel");
  }
}
