package org.tarnlake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.env.Environment;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.row.ChangeType;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.ForwardingStore;
import org.tarnlake.testing.FeedReplay;
import org.tarnlake.testing.SoundLake;
import org.tarnlake.upkeep.Compacted;

/** Small files become large ones, and whoever changes rows meanwhile notices nothing of it. */
class CompactionTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore disk = sound.watch(new MemoryStore());
  private Interrupted store = new Interrupted(disk);
  private Lake lake;
  private Lake other;

  /** A store in which something happens once, before the next entry is put. */
  private static final class Interrupted extends ForwardingStore {
    private @Nullable Runnable before;

    Interrupted(ObjectStore store) {
      super(store);
    }

    @Override
    public boolean putIfAbsent(String name, byte[] content) throws IOException {
      Runnable now = before;
      if (now != null && LakeNames.entryVersion(name) > 0) {
        before = null;
        now.run();
      }
      return super.putIfAbsent(name, content);
    }
  }

  @BeforeEach
  void make() {
    lake = Lake.create(store, Environment.system());
    other = Lake.open(disk, Environment.system());
    lake.transact(tx -> tx.createTable("t", Schema.parse("id long, n int")));
  }

  @AfterEach
  void close() {
    FeedReplay.assertLeadsToEachVersion(lake);
    lake.close();
    other.close();
  }

  /** Rows in files of ten. */
  private void append(int from, int to) {
    for (int i = from; i < to; i += 10) {
      int first = i;
      lake.transact(
          tx -> {
            for (int k = first; k < Math.min(to, first + 10); k++) {
              tx.append("t", (long) k, 0);
            }
          });
    }
  }

  private static List<Long> ids(Scan scan) {
    List<Long> ids = new ArrayList<>();
    try (Rows rows = scan.rows()) {
      while (rows.next()) {
        ids.add(rows.getLong(0));
      }
    }
    assertThat(scan.count()).isEqualTo(ids.size());
    return ids;
  }

  private static List<Long> numbers(int from, int to) {
    return LongStream.range(from, to).boxed().toList();
  }

  private List<String> dataFiles() throws IOException {
    return disk.list("t/", "").stream()
        .map(ObjectInfo::name)
        .filter(name -> name.endsWith(".parquet"))
        .toList();
  }

  @Test
  void manyFilesBecomeOneWithTheSameRowsInTheirOrder() {
    append(0, 100);
    Compacted done = lake.compact("t").run();
    assertThat(done.filesBefore()).isEqualTo(10);
    assertThat(done.filesAfter()).isEqualTo(1);
    assertThat(done.commits()).isEqualTo(1);
    assertThat(done.bytesAfter()).isLessThan(done.bytesBefore());
    assertThat(lake.latest().table("t").fileCount()).isEqualTo(1);
    assertThat(ids(lake.scan("t"))).isEqualTo(numbers(0, 100));
    assertThat(ids(other.scan("t"))).isEqualTo(numbers(0, 100));
    assertThat(lake.history(1).get(0).operation()).isEqualTo("optimize");
    LakeCommit.TableChange told = lake.history(1).get(0).tables().get(0);
    assertThat(told.rowsAdded()).isZero();
    assertThat(told.rowsDeleted()).isZero();
    assertThat(told.filesAdded()).isEqualTo(1);
    assertThat(told.filesRemoved()).isEqualTo(10);
    assertThat(lake.compact("t").run()).isEqualTo(Compacted.NOTHING);
  }

  @Test
  void deletedRowsAreLeftOutAndOneFileIsWrittenAnewForThem() {
    append(0, 10);
    assertThat(lake.compact("t").run()).isEqualTo(Compacted.NOTHING);
    lake.transact(tx -> tx.delete("t", "id = 3"));
    assertThat(lake.compact("t").run().filesAfter()).isEqualTo(1);
    assertThat(lake.compact("t").run()).isEqualTo(Compacted.NOTHING);
    assertThat(ids(lake.scan("t"))).containsExactly(0L, 1L, 2L, 4L, 5L, 6L, 7L, 8L, 9L);
  }

  /** Each in steps of its own, up to the size that is aimed at. */
  @Test
  void partitionsStayApartAndFilesAsLargeAsWanted() {
    lake.transact(
        tx -> tx.createTable("p", Schema.parse("part string, id long").partitionBy("part")));
    for (int i = 0; i < 40; i++) {
      long id = i;
      lake.transact(tx -> tx.append("p", id % 3 == 0 ? null : "part " + id % 3, id));
    }
    long size = lake.latest().table("p").sizeBytes() / 40;
    Compacted done = lake.compact("p").where("part = 'part 1'").targetBytes(11 * size / 2).run();
    assertThat(done.filesBefore()).isEqualTo(13);
    assertThat(done.filesAfter()).isEqualTo(3);
    done = lake.compact("p").run();
    assertThat(done.filesAfter()).isEqualTo(3);
    assertThat(lake.latest().table("p").fileCount()).isEqualTo(3);
    assertThat(new TreeSet<>(ids(lake.scan("p").select("id")))).hasSize(40);
    assertThat(lake.scan("p").where("part is null").count()).isEqualTo(14);
  }

  @Test
  void whoTookRowsBeforeACompactionTakesThemWhereTheyAre() {
    append(0, 50);
    lake.transact(tx -> tx.delete("t", "id in (1, 12, 40)"));
    try (Transaction deletes = lake.begin();
        Transaction updates = other.begin();
        Transaction whole = lake.begin()) {
      deletes.delete("t", "id in (0, 2, 11, 13, 49)");
      updates.update("t").set("n", "7").where("id in (14, 41)").run();
      whole.delete("t", "id between 20 and 29");
      assertThat(lake.compact("t").run().filesAfter()).isEqualTo(1);
      deletes.commit();
      updates.commit();
      append(50, 60);
      assertThat(lake.compact("t").run().filesBefore()).isEqualTo(3);
      whole.commit();
    }
    List<Long> left = new ArrayList<>(numbers(0, 60));
    left.removeAll(numbers(20, 30));
    left.removeAll(List.of(0L, 1L, 2L, 11L, 12L, 13L, 40L, 49L));
    assertThat(ids(lake.scan("t"))).containsExactlyInAnyOrderElementsOf(left);
    assertThat(new TreeSet<>(ids(lake.scan("t").where("n = 7")))).containsExactly(14L, 41L);
  }

  /** Also of a row that was taken twice over several compactions. */
  @Test
  void whoTakesARowThatAnotherTookAfterACompactionConflicts() {
    append(0, 30);
    try (Transaction mine = lake.begin()) {
      mine.delete("t", "id in (5, 25)");
      lake.compact("t").run();
      append(30, 40);
      lake.compact("t").run();
      other.transact(tx -> tx.delete("t", "id = 6"));
      other.transact(tx -> tx.update("t").set("n", "1").where("id = 25").run());
      assertThatThrownBy(mine::commit)
          .isInstanceOf(ConflictException.class)
          .hasMessageContaining("it deleted or changed row 26 of the file");
    }
    assertThat(lake.scan("t").count()).isEqualTo(39);
  }

  @Test
  void aCompactionFollowsThoseWhoTakeRowsMeanwhile() {
    append(0, 50);
    lake.transact(tx -> tx.delete("t", "id in (1, 12, 40)"));
    store.before =
        () -> {
          other.transact(tx -> tx.delete("t", "id in (0, 2, 49)"));
          other.transact(tx -> tx.update("t").set("n", "7").where("id in (14, 41)").run());
          other.transact(tx -> tx.delete("t", "id between 20 and 29"));
          other.transact(tx -> tx.append("t", 50L, 0));
        };
    Compacted done = lake.compact("t").run();
    assertThat(done.filesBefore()).isEqualTo(5);
    List<Long> left = new ArrayList<>(numbers(0, 51));
    left.removeAll(numbers(20, 30));
    left.removeAll(List.of(0L, 1L, 2L, 12L, 40L, 49L));
    assertThat(ids(lake.scan("t"))).containsExactlyInAnyOrderElementsOf(left);
    assertThat(new TreeSet<>(ids(other.scan("t").where("n = 7")))).containsExactly(14L, 41L);
    assertThat(lake.latest().table("t").fileCount()).isEqualTo(3);
  }

  @Test
  void aFileThatIsEmptiedMeanwhileIsNotAdded() {
    append(0, 20);
    store.before = () -> other.transact(tx -> tx.deleteAll("t"));
    lake.compact("t").run();
    assertThat(lake.scan("t").count()).isZero();
    assertThat(lake.latest().table("t").fileCount()).isZero();
  }

  /** One of them begins anew, on what the other left. */
  @Test
  void twoCompactionsOfOneTableDoNotDoubleItsRows() throws IOException {
    append(0, 30);
    store.before = () -> other.compact("t").run();
    assertThat(lake.compact("t").run()).isEqualTo(Compacted.NOTHING);
    assertThat(ids(lake.scan("t"))).isEqualTo(numbers(0, 30));
    assertThat(lake.latest().table("t").fileCount()).isEqualTo(1);
    lake.awaitPublished();
    assertThat(dataFiles()).as("what was written in vain is gone").hasSize(4);
  }

  /** There rows that go can only go by files that are written anew. */
  @Test
  void withoutVectorsACompactionBeginsAnewAndOthersConflict() {
    lake.transact(tx -> tx.alter("t").property("delta.enableDeletionVectors", "false"));
    append(0, 30);
    store.before = () -> other.transact(tx -> tx.delete("t", "id = 5"));
    assertThat(lake.compact("t").run().filesAfter()).isEqualTo(1);
    assertThat(lake.scan("t").count()).isEqualTo(29);
    append(30, 40);
    try (Transaction mine = other.begin()) {
      mine.delete("t", "id = 6");
      lake.compact("t").run();
      assertThatThrownBy(mine::commit).isInstanceOf(ConflictException.class);
    }
    assertThat(lake.scan("t").count()).isEqualTo(39);
  }

  @Test
  void aSerializableTransactionMayFollowACompactionOfWhatItRead() {
    append(0, 20);
    try (Transaction mine = other.begin(Isolation.SERIALIZABLE)) {
      assertThat(mine.scan("t").count()).isEqualTo(20);
      mine.append("t", 20L, 20);
      lake.compact("t").run();
      mine.commit();
    }
    assertThat(ids(lake.scan("t"))).isEqualTo(numbers(0, 21));
  }

  @Test
  void itIsNoChangeOfRowsForWhoFollowsTheTable() {
    append(0, 20);
    long version = lake.latest().version();
    lake.compact("t").run();
    lake.transact(tx -> tx.delete("t", "id = 3"));
    List<Long> told = new ArrayList<>();
    try (Changes changes = lake.changes().table("t").from(version + 1).open()) {
      while (changes.nextVersion()) {
        while (changes.next()) {
          told.add(changes.row().getLong(0));
        }
      }
    }
    assertThat(told).containsExactly(3L);
  }

  /** Files that went whole needed no file of changes; now vectors tell of them. */
  @Test
  void changesAreToldOfFilesThatWentWholeAndHadMovedBefore() {
    lake.transact(tx -> tx.alter("t").property("delta.enableChangeDataFeed", "true"));
    append(0, 30);
    long version;
    try (Transaction mine = other.begin()) {
      mine.delete("t", "id < 10");
      lake.compact("t").run();
      version = mine.commit();
    }
    TreeSet<Long> told = new TreeSet<>();
    try (Changes changes = lake.changes().table("t").from(version).open()) {
      while (changes.nextVersion()) {
        while (changes.next()) {
          assertThat(changes.change()).isEqualTo(ChangeType.DELETE);
          assertThat(told.add(changes.row().getLong(0))).isTrue();
        }
      }
    }
    assertThat(told).containsExactlyElementsOf(numbers(0, 10));
  }

  @Test
  void anOlderVersionIsReadAndRestoredAfterIt() {
    append(0, 20);
    long version = lake.latest().version();
    lake.compact("t").run();
    assertThat(ids(lake.asOf(version).scan("t"))).isEqualTo(numbers(0, 20));
    lake.transact(tx -> tx.delete("t", "id > 3"));
    lake.transact(tx -> tx.restore(lake.asOf(version).table("t")));
    assertThat(ids(lake.scan("t"))).isEqualTo(numbers(0, 20));
  }

  @Test
  void whatIsAskedWrongChangesNothing() {
    append(0, 20);
    assertThatThrownBy(() -> lake.compact("tt").run())
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("tt");
    assertThatThrownBy(() -> lake.compact("t").where("idd = 3").run())
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("idd");
    assertThatThrownBy(() -> lake.compact("t").targetBytes(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(lake.latest().table("t").fileCount()).isEqualTo(2);
  }
}
