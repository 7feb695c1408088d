package org.tarnlake.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.standalone.StandaloneTest.ids;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.FoundTable;
import org.tarnlake.Lake;
import org.tarnlake.data.read.ForeignWriter;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.error.TarnException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.FaultyStore.Call;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.local.LocalStore;
import org.tarnlake.testing.ManualTime;
import org.tarnlake.testing.SoundLake;

/**
 * A lake whose {@code _tarn} is gone leaves tables that everybody can read and nobody may write,
 * since only a lake's log may commit to them, and there was no way back.
 */
class AdoptTest {
  private static final Schema SCHEMA = Schema.of(Field.optional("id", DataType.LONG));

  private final ManualTime time = new ManualTime();

  /** What is left of a lake of two tables, and one that was attached, beside one of Spark's. */
  private MemoryStore withoutItsLog() throws IOException {
    MemoryStore disk = new MemoryStore(time::now);
    ForeignWriter attached = new ForeignWriter(disk, "raw/attached");
    attached.create(
        ForeignWriter.LEGACY,
        ForeignWriter.metadata(ForeignWriter.SCHEMA, "{}").replace("11111111", "22222222"));
    attached.append(1, 5);
    try (Lake lake = Lake.create(disk, time.process())) {
      lake.transact(
          tx -> {
            tx.createTable("sales.orders", SCHEMA);
            tx.createTable("users", SCHEMA);
          });
      lake.attach("taken", "raw/attached");
      for (long i = 0; i < 12; i++) {
        long id = i;
        lake.transact(tx -> tx.append("sales.orders", id));
      }
      lake.transact(
          tx -> {
            tx.append("users", 1L);
            tx.append("taken", 6L);
          });
    }
    ForeignWriter spark = new ForeignWriter(disk, "raw/spark");
    spark.create();
    spark.append(1, 7, 8);
    for (ObjectInfo object : disk.list("_tarn/", "")) {
      disk.delete(object.name());
    }
    return disk;
  }

  private Lake adopt(ObjectStore store) {
    return Lake.adopt(store, time.process());
  }

  private static Map<String, Long> sizes(ObjectStore store) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    store.list("", "").forEach(object -> sizes.put(object.name(), object.sizeBytes()));
    return sizes;
  }

  private static MemoryStore copy(MemoryStore disk) throws IOException {
    MemoryStore copy = new MemoryStore();
    for (ObjectInfo object : disk.list("", "")) {
      copy.put(object.name(), disk.get(object.name()));
    }
    return copy;
  }

  private static void assertWhole(Lake lake) {
    assertThat(ids(lake.scan("sales.orders"))).hasSize(12).contains(0L, 11L);
    assertThat(ids(lake.scan("users"))).containsExactly(1L);
    assertThat(ids(lake.scan("raw.attached"))).containsExactly(5L, 6L);
    assertThat(ids(lake.scan("raw.spark"))).containsExactly(7L, 8L);
    assertThat(lake.latest().tables()).hasSize(4);
  }

  @Test
  void itsTablesAreFoundAndNothingIsChanged() throws IOException {
    MemoryStore disk = withoutItsLog();
    Map<String, Long> before = sizes(disk);

    assertThat(FoundTable.in(disk, time.environment()))
        .containsExactly(
            new FoundTable("raw.attached", "raw/attached", 3, 2, true, null),
            new FoundTable("raw.spark", "raw/spark", 1, 1, false, null),
            new FoundTable("sales.orders", "sales/orders", 12, 12, true, null),
            new FoundTable("users", "users", 1, 1, true, null));
    assertThat(sizes(disk)).isEqualTo(before);
  }

  @Test
  void aNewLakeTakesThemInAndWritesToThem() throws IOException {
    MemoryStore disk = withoutItsLog();
    Map<String, Long> before = sizes(disk);
    try (Lake lake = adopt(disk)) {
      assertWhole(lake);
      assertThat(lake.history(9)).hasSize(1);
      // Those of the lost lake get a checkpoint; Spark's was closed to other writers, too.
      Map<String, Long> after = sizes(disk);
      after.keySet().removeIf(name -> name.endsWith("checkpoint.parquet"));
      before.keySet().removeIf(name -> name.endsWith("checkpoint.parquet"));
      after.keySet().removeIf(name -> name.endsWith("_last_checkpoint"));
      before.keySet().removeIf(name -> name.endsWith("_last_checkpoint"));
      after.keySet().removeIf(name -> name.startsWith("_tarn/") || name.startsWith("raw/spark/"));
      before.keySet().removeIf(name -> name.startsWith("raw/spark/"));
      assertThat(after).isEqualTo(before);
      lake.transact(
          tx -> {
            tx.append("sales.orders", 100L);
            tx.append("users", 101L);
            tx.append("raw.attached", 102L);
            tx.append("raw.spark", 103L);
          });
      lake.awaitPublished();
    }
    try (Lake lake = Lake.open(disk, time.process())) {
      assertThat(ids(lake.scan("users"))).containsExactly(1L, 101L);
      assertThat(ids(lake.scan("raw.attached"))).containsExactly(5L, 6L, 102L);
      assertThat(ids(lake.scan("raw.spark"))).containsExactly(7L, 8L, 103L);
      lake.detach("raw.attached");
    }
    ForeignWriter writer = new ForeignWriter(disk, "raw/attached");
    assertThat(writer.lines(5).toString()).doesNotContain("tarn.lakeManaged", "tarn.lakeId");
    SoundLake.assertSound(disk);
  }

  @Test
  void aSecondAdoptionIsRefused() throws IOException {
    MemoryStore disk = withoutItsLog();
    adopt(disk).close();
    Map<String, Long> before = sizes(disk);

    assertThatThrownBy(() -> adopt(disk))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("is a lake, and has tables of its own: 'tarn tables' lists them");
    assertThat(sizes(disk)).isEqualTo(before);
  }

  /** Dies before and after each call to the store; whoever adopts again finishes it. */
  @Test
  void anAdoptionThatWasKilledIsFinishedByTheNextOne() throws IOException {
    MemoryStore disk = withoutItsLog();
    FaultyStore healthy = new FaultyStore(copy(disk));
    adopt(healthy).close();
    int deaths = 0;
    for (Call call : healthy.trace()) {
      for (boolean before : List.of(true, false)) {
        if (!before && !call.isWrite()) {
          continue;
        }
        MemoryStore left = copy(disk);
        FaultyStore store = new FaultyStore(left);
        if (before) {
          store.crashBefore(FaultyStore.nth(call.number()));
        } else {
          store.crashAfter(FaultyStore.nth(call.number()));
        }
        try (Lake lake = adopt(store)) {
          assertWhole(lake);
        } catch (TarnException e) {
          assertThat(store.hasCrashed()).as(call.toString()).isTrue();
        }
        deaths++;
        try (Lake lake = again(left)) {
          assertWhole(lake);
          lake.transact(tx -> tx.append("users", 2L));
          lake.awaitPublished();
          assertThat(lake.check(CheckDepth.DATA)).filteredOn(Finding::isDamage).isEmpty();
        }
      }
    }
    assertThat(deaths).isGreaterThan(40);
  }

  private Lake again(ObjectStore store) {
    try {
      return adopt(store);
    } catch (InvalidDataException e) {
      // The one that died had done all of it.
      return Lake.open(store, time.process());
    }
  }

  @Test
  void whatCannotBeTakenInStaysOutsideAndTheReasonIsTold() throws IOException {
    MemoryStore disk = new MemoryStore(time::now);
    new ForeignWriter(disk, "a").create();
    new ForeignWriter(disk, "a/inner").create();
    new ForeignWriter(disk, "b").create();
    new ForeignWriter(disk, "bad.name").create(ForeignWriter.LEGACY, metadataOf("33333333"));
    new ForeignWriter(disk, "constrained")
        .create(
            ForeignWriter.LEGACY.replace(":2}", ":3}"),
            metadataOf("44444444")
                .replace(
                    "\"configuration\":{}",
                    "\"configuration\":{\"delta.constraints.c\":\"crc32(id) > 0\"}"));
    disk.put("empty/_delta_log/_last_checkpoint", new byte[0]);

    List<FoundTable> found = FoundTable.in(disk, time.environment());
    assertThat(found.stream().map(FoundTable::location))
        .containsExactly("a", "a/inner", "b", "bad.name", "constrained", "empty");
    assertThat(found.get(0).obstacle()).isNull();
    assertThat(found.get(1).obstacle()).startsWith("it lies within the table at a");
    assertThat(found.get(2).obstacle())
        .startsWith("it has the id of the table at a, so that one is");
    assertThat(found.get(3).obstacle()).contains("'.' is not allowed");
    assertThat(found.get(4).obstacle()).contains("has the constraint 'c'");
    assertThat(found.get(5).obstacle()).contains("there is no Delta table");
    try (Lake lake = adopt(disk)) {
      assertThat(lake.latest().tables()).hasSize(1);
      lake.transact(tx -> tx.append("a", 1L));
      lake.awaitPublished();
    }
    assertThat(new ForeignWriter(disk, "b").names("_delta_log/")).hasSize(1);
    assertThat(Finding.of(disk, CheckDepth.DATA)).filteredOn(Finding::isDamage).isEmpty();
  }

  private static String metadataOf(String id) {
    return ForeignWriter.metadata(ForeignWriter.SCHEMA, "{}").replace("11111111", id);
  }

  @Test
  void aFolderWithoutATableIsNoLake() {
    MemoryStore disk = new MemoryStore();

    assertThatThrownBy(() -> adopt(disk))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("memory holds no table of which a lake can be made");
    assertThat(disk.list("", "")).isEmpty();
  }

  /** Its tables belong to the log further up, which would not know of the other's commits. */
  @Test
  void aFolderOfALakeIsNotAdopted(@TempDir Path folder) throws IOException {
    Path lakeFolder = folder.resolve("lake");
    try (Lake lake = Lake.create(lakeFolder, time.process())) {
      lake.transact(tx -> tx.createTable("sales.orders", SCHEMA));
    }
    Path link = Files.createSymbolicLink(folder.resolve("link"), lakeFolder.resolve("sales"));

    for (Path each : List.of(lakeFolder.resolve("sales"), link)) {
      assertThatThrownBy(() -> FoundTable.in(each, time.environment()))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageContaining("lies in the lake " + lakeFolder.toRealPath());
      assertThatThrownBy(() -> Lake.adopt(each, time.environment()))
          .isInstanceOf(InvalidDataException.class);
    }
    assertThatThrownBy(() -> Lake.adopt(lakeFolder.resolve("sales/orders"), time.environment()))
        .isInstanceOf(InvalidDataException.class);
    assertThat(Lake.check(lakeFolder, CheckDepth.DATA)).filteredOn(Finding::isDamage).isEmpty();
    try (LocalStore store = LocalStore.open(lakeFolder)) {
      assertThat(store.list("sales/_tarn", "")).isEmpty();
    }
    try (Lake table = Lake.open(lakeFolder.resolve("sales/orders"))) {
      assertThatThrownBy(() -> table.transact(tx -> tx.append("orders", 1L)))
          .isInstanceOf(UnsupportedTableException.class);
    }
  }
}
