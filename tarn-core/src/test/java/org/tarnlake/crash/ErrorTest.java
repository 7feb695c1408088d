package org.tarnlake.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.Lake;
import org.tarnlake.SmallBuffers;
import org.tarnlake.Transaction;
import org.tarnlake.error.CommitUnknownException;
import org.tarnlake.store.FaultyStore;
import org.tarnlake.store.GatedStore;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.ManualThreads;
import org.tarnlake.testing.ManualTime;
import org.tarnlake.testing.SoundLake;

/** What nobody expects, such as a lack of memory, is not taken for a refusal. */
class ErrorTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  /**
   * One thread commits for three, and meets an error when the entry stands in the log already. The
   * two others were told that nothing was committed, and their data files were deleted.
   */
  @Test
  void anErrorInACommitLeavesTheOutcomeUnknownToAllThatShareIt() {
    MemoryStore memory = sound.watch(new MemoryStore());
    FaultyStore faults = new FaultyStore(memory);
    GatedStore store = new GatedStore(faults);
    ManualThreads background = new ManualThreads();
    Lake.create(store, new ManualTime().environment(background));
    Lake lake = SmallBuffers.open(store, new ManualTime().environment(background));
    lake.transact(tx -> tx.createUntypedTable("t", "x"));
    Transaction first = begin(lake);
    List<Transaction> sharing = List.of(begin(lake), begin(lake), begin(lake));
    String entry = "_tarn/log/00000000000000000003.json";
    faults.throwAfter(
        FaultyStore.naming(entry).and(FaultyStore.Call::isWrite), new OutOfMemoryError("made"));

    List<Throwable> told = new CopyOnWriteArrayList<>();
    List<Thread> threads = new ArrayList<>();
    try (GatedStore.Gate gate = store.gate("_tarn/log/00000000000000000002.json"::equals)) {
      threads.add(start(first::commit, told));
      sharing.forEach(each -> threads.add(start(each::commit, told)));
      gate.open();
    }
    threads.forEach(CommittingThreads::await);

    assertThat(told).hasSize(3);
    assertThat(told).filteredOn(OutOfMemoryError.class::isInstance).hasSize(1);
    assertThat(told)
        .filteredOn(CommitUnknownException.class::isInstance)
        .hasSize(2)
        .allMatch(
            e ->
                e.getMessage()
                    .equals(
                        "the commit ended in an error, java.lang.OutOfMemoryError: made;"
                            + " read the log (tarn log) before anything else"));
    assertThat(lake.scan("t").count()).isEqualTo(4 * 20);
  }

  /** A transaction with data files of its own. */
  private static Transaction begin(Lake lake) {
    Transaction tx = lake.begin();
    for (int i = 0; i < 20; i++) {
      tx.append("t", "row " + i);
    }
    return tx;
  }

  private static Thread start(Runnable commit, List<Throwable> told) {
    Thread thread = new Thread(commit);
    thread.setUncaughtExceptionHandler((which, e) -> told.add(e));
    CommittingThreads.startAndSettle(thread);
    return thread;
  }
}
