package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.schema.DataType.LONG;
import static org.tarnlake.schema.DataType.STRING;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.lake.LogLoader;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.cache.NamedStore;
import org.tarnlake.table.write.WriteSettings;
import org.tarnlake.testing.Folders;
import org.tarnlake.testing.SoundLake;

/** A lake elsewhere, whose files are read through a cache. */
class CachedLakeTest {
  private static final int ROWS = 15_000;

  @TempDir Path folder;

  private final FaultyStore store = new FaultyStore(new MemoryStore());

  @BeforeEach
  void makeALake() {
    SplittableRandom random = new SplittableRandom(1);
    try (Lake lake = Lake.create(store, Environment.system())) {
      lake.transact(
          tx -> {
            tx.createTable("t", Schema.builder().required("n", LONG).optional("s", STRING).build());
            for (long n = 0; n < ROWS; n++) {
              byte[] text = new byte[40];
              random.nextBytes(text);
              tx.append("t", n, HexFormat.of().formatHex(text));
            }
          });
      lake.transact(tx -> tx.delete("t", "n % 10 = 3"));
    }
  }

  /** As {@link Lake#open(String)}, in a process that has just begun. */
  private Lake open() {
    Environment environment = Environment.system();
    ObjectStore named = new NamedStore(store, "server");
    return new Lake(
        named,
        environment,
        LogLoader.open(named, environment, NamedStore.cache(folder, 1L << 30, environment)),
        WriteSettings.DEFAULT);
  }

  private long sum() {
    long sum = 0;
    try (Lake lake = open();
        Rows rows = lake.scan("t").rows()) {
      while (rows.next()) {
        sum += rows.getLong("n") + rows.getString("s").length();
      }
    }
    return sum;
  }

  private List<String> readOfTables() {
    return store.trace().stream()
        .filter(call -> !call.isWrite())
        .map(FaultyStore.Call::name)
        .filter(name -> name.endsWith(".parquet") || name.endsWith(".bin"))
        .toList();
  }

  private String dataFile() throws IOException {
    return store.list("t/part-", "").get(0).name();
  }

  @Test
  void aSecondScanDoesNotGoToTheStore() {
    store.resetCalls();
    long first = sum();
    assertThat(readOfTables()).isNotEmpty();
    store.resetCalls();
    assertThat(sum()).isEqualTo(first);
    assertThat(readOfTables()).isEmpty();
    SoundLake.assertSound(store);
  }

  @Test
  void theCheckReadsTheStore() throws IOException {
    long before = sum();
    String file = dataFile();
    byte[] bytes = store.get(file);
    bytes[bytes.length / 2] ^= 1;
    store.delete(file);
    store.putIfAbsent(file, bytes);
    assertThat(sum()).as("from the cache").isEqualTo(before);
    try (Lake lake = open()) {
      assertThat(lake.check(CheckDepth.DATA)).anyMatch(Finding::isDamage);
    }
    assertThat(sum()).as("still from the cache").isEqualTo(before);
  }

  @Test
  void whatIsDamagedInTheStoreIsNotKept() throws IOException {
    String file = dataFile();
    byte[] right = store.get(file);
    for (int at : List.of(right.length / 2, right.length - 20)) {
      byte[] wrong = right.clone();
      wrong[at] ^= 1;
      store.delete(file);
      store.putIfAbsent(file, wrong);
      assertThatThrownBy(this::sum).isInstanceOf(CorruptionException.class);
      store.delete(file);
      store.putIfAbsent(file, right);
      assertThat(sum()).isPositive();
      Folders.delete(folder);
    }
  }
}
