package org.tarnlake.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tarnlake.store.FaultyStore.every;
import static org.tarnlake.store.FaultyStore.naming;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.Lake;
import org.tarnlake.LargeFiles;
import org.tarnlake.Transaction;
import org.tarnlake.error.CommitUnknownException;
import org.tarnlake.error.ConflictException;
import org.tarnlake.error.StorageException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.FaultyStore.Operation;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.testing.ManualThreads;
import org.tarnlake.testing.ManualTime;
import org.tarnlake.testing.SoundLake;

/**
 * What stays of transactions that were not committed. Forty conflicts left forty files, 3.7 MB
 * beside 11 KiB of data.
 */
class LostFilesTest {
  private static final int PARTITIONS = 60;
  private static final String PARTITION = "p".repeat(20_000);

  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore disk = sound.watch(new MemoryStore());
  private final FaultyStore store = new FaultyStore(disk);
  private final ManualTime time = new ManualTime();
  private final ManualThreads threads = new ManualThreads();
  private Lake lake;
  private Lake other;

  @BeforeEach
  void makeTables() {
    Lake.create(disk, time.process());
    lake = LargeFiles.open(store, time.environment(threads));
    other = LargeFiles.open(disk, time.process());
    lake.transact(
        tx -> {
          tx.createUntypedTable("x", "n:long");
          tx.createTable(
              "p",
              new Schema(
                  new StructType(
                      List.of(
                          Field.required("n", DataType.STRING),
                          Field.optional("v", DataType.LONG))),
                  List.of("n")));
        });
  }

  /** All data files and staged commits of a table. */
  private List<String> files(String table) {
    return disk.list(table + "/", "").stream()
        .map(ObjectInfo::name)
        .filter(name -> !name.contains("/_delta_log/0"))
        .toList();
  }

  /** Has something happen just before the next put of an entry. */
  private void beforeThePut(Runnable happens) {
    AtomicBoolean done = new AtomicBoolean();
    store.failBefore(
        call -> {
          if (call.operation() == Operation.PUT_IF_ABSENT
              && call.name().startsWith("_tarn/log/")
              && done.compareAndSet(false, true)) {
            happens.run();
          }
          return false;
        });
  }

  @Test
  void rowsThatConflictAfterTheyWereWrittenLeaveNoFile() {
    Transaction tx = lake.begin();
    tx.append("x", 1L);
    beforeThePut(() -> other.transact(each -> each.dropTable("x")));
    assertThatThrownBy(tx::commit).isInstanceOf(ConflictException.class);
    assertThat(store.calls(Operation.COMMIT)).as("files that were written").isEqualTo(1);
    assertThat(files("x")).isEmpty();
  }

  @Test
  void entryThatIsRefusedLeavesNoFile() {
    Transaction tx = lake.begin();
    tx.append("x", 1L);
    store.refuse(every(Operation.PUT_IF_ABSENT).and(naming("_tarn/log/")));
    assertThatThrownBy(tx::commit).isInstanceOf(StorageException.class);
    assertThat(files("x")).isEmpty();
  }

  /** The answer to the upload was lost: the file is there, and nobody will name it. */
  @Test
  void fileWhoseUploadFailedLeavesNothing() {
    Transaction tx = lake.begin();
    tx.append("x", 1L);
    store.failAfter(every(Operation.COMMIT).and(naming("x/part-")));
    assertThatThrownBy(tx::commit).isInstanceOf(StorageException.class);
    assertThat(files("x")).isEmpty();
  }

  @Test
  void filesOfAnUnknownOutcomeStay() {
    Transaction tx = lake.begin();
    appendBig(tx);
    store
        .failAfter(every(Operation.PUT_IF_ABSENT).and(naming("_tarn/log/")))
        .failBefore(every(Operation.GET).and(naming("_tarn/log/")));
    assertThatThrownBy(tx::commit).isInstanceOf(CommitUnknownException.class);
    store.heal();
    assertThat(files("p")).hasSize(PARTITIONS + 1);
    assertThat(lake.scan("p").count()).isEqualTo(PARTITIONS);
  }

  @Test
  void stagedCommitOfALostAttemptIsDeletedOnceTheNextIsCommitted() {
    Transaction tx = lake.begin();
    appendBig(tx);
    beforeThePut(() -> other.transact(each -> each.append("p", "one", 1L)));
    tx.commit();
    assertThat(store.calls(Operation.PUT_IF_ABSENT)).isPositive();
    threads.runAll();
    assertThat(files("p")).filteredOn(name -> name.contains("_staged_commits")).hasSize(1);
    assertThat(files("p")).filteredOn(name -> name.contains("part-")).hasSize(PARTITIONS + 1);
  }

  @Test
  void stagedCommitThatConflictsIsDeleted() {
    Transaction tx = lake.begin();
    appendBig(tx);
    beforeThePut(() -> other.transact(each -> each.dropTable("p")));
    assertThatThrownBy(tx::commit).isInstanceOf(ConflictException.class);
    assertThat(files("p")).isEmpty();
  }

  /** A store that does not answer is not asked to delete file after file. */
  @Test
  void deletingEndsWithTheFirstFailureAndTellsNobody() {
    Transaction tx = lake.begin();
    appendBig(tx);
    beforeThePut(() -> other.transact(each -> each.dropTable("p")));
    store.failBefore(every(Operation.DELETE));
    assertThatThrownBy(tx::commit)
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("it dropped table p")
        .hasNoSuppressedExceptions();
    assertThat(store.calls(Operation.DELETE)).isLessThanOrEqualTo(2);
  }

  private static void appendBig(Transaction tx) {
    for (int n = 0; n < PARTITIONS; n++) {
      tx.append("p", PARTITION + n, 1L);
    }
  }
}
