package org.tarnlake.maintenance.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;

/** The check sees what is wrong with files of changes. */
class ChangeFileCheckTest {
  private final MemoryStore store = new MemoryStore();
  private String object = "";

  @BeforeEach
  void make() throws IOException {
    try (Lake lake = Lake.create(store, Environment.system())) {
      lake.transact(
          tx -> {
            tx.createTable("t", Schema.parse("id long, name string"));
            tx.alter("t").property("delta.enableChangeDataFeed", "true");
            tx.append("t", 1L, "a");
            tx.append("t", 2L, "b");
          });
      lake.transact(tx -> tx.update("t").set("name", "'c'").where("id = 1").run());
    }
    object = store.list("t/_change_data/", "").get(0).name();
    assertThat(findings()).isEmpty();
  }

  private List<String> findings() {
    return Finding.of(store, CheckDepth.DATA).stream().map(Finding::toString).toList();
  }

  @Test
  void oneThatIsMissingIsDamage() {
    store.delete(object);
    assertThat(findings())
        .singleElement()
        .asString()
        .contains(object)
        .contains("it is missing, so that nobody can tell what version 1 of the table changed");
  }

  @Test
  void oneOfAnotherSizeIsDamage() throws IOException {
    byte[] bytes = store.get(object);
    store.put(object, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    assertThat(findings())
        .singleElement()
        .asString()
        .contains("it has %s bytes, but version 1 of the table says".formatted(bytes.length - 1));
  }

  @Test
  void anyByteThatIsAlteredIsDamage() throws IOException {
    byte[] bytes = store.get(object);
    for (int i = 0; i < bytes.length; i += 7) {
      byte[] altered = bytes.clone();
      altered[i] ^= 1;
      store.put(object, altered);
      assertThat(findings()).as("byte %s", i).isNotEmpty().allMatch(each -> each.contains(object));
    }
  }

  @Test
  void oneThatNoCommitNamesIsLeftOver() throws IOException {
    store.put("t/_change_data/cdc-other.parquet", new byte[9]);
    assertThat(findings())
        .singleElement()
        .asString()
        .startsWith("note: t")
        .contains("1 file of 9 bytes in no version");
  }
}
