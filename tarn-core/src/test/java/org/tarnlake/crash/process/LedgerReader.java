package org.tarnlake.crash.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Lake;
import org.tarnlake.Snapshot;

/**
 * A process that reads one snapshot of a lake after the other while others write, until its input
 * ends, and fails at the first that is not what {@link Ledger} promises: every transaction whole,
 * once, and after those that its writer committed before; never an older state than before; and a
 * snapshot that is read again is the same. Prints how many it read.
 *
 * <p>Argument: the lake.
 */
final class LedgerReader {
  /** Every so many snapshots all is read, else what the newest versions brought. */
  private static final int FULL_INTERVAL = 20;

  private static final long WINDOW_VERSIONS = 20;

  private final Map<Long, Long> newest = new HashMap<>();
  private long newestVersion;
  private @Nullable Snapshot held;
  private @Nullable LedgerAudit heldAudit;
  private long heldFrom;

  private LedgerReader() {}

  public static void main(String[] arguments) throws Exception {
    AtomicBoolean stopped = new AtomicBoolean();
    Thread waiting = new Thread(() -> awaitEndOfInput(stopped));
    waiting.setDaemon(true);
    waiting.start();
    long snapshots = 0;
    LedgerReader reader = new LedgerReader();
    try (Lake lake = Lake.open(Path.of(arguments[0]))) {
      System.out.println("open");
      // The last look begins after the writers' end, and is at everything.
      for (boolean last = false; !last; snapshots++) {
        last = stopped.get();
        Snapshot snapshot = lake.latest();
        while (!last && snapshot.version() == reader.newestVersion) {
          Thread.sleep(1);
          last = stopped.get();
          snapshot = lake.latest();
        }
        reader.look(snapshot, last || snapshots % FULL_INTERVAL == 0);
        Thread.sleep(50); // Leaves the processors to the writers.
      }
    }
    System.out.println("snapshots " + snapshots);
  }

  private static void awaitEndOfInput(AtomicBoolean stopped) {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException e) {
      // The same as its end: nobody is there any more.
    }
    stopped.set(true);
  }

  private void look(Snapshot snapshot, boolean full) {
    assertThat(snapshot.version()).isGreaterThanOrEqualTo(newestVersion);
    newestVersion = snapshot.version();
    long from = full ? 0 : Math.max(0, newestVersion - WINDOW_VERSIONS);
    LedgerAudit audit = LedgerAudit.of(snapshot, from);
    assertThat(audit.half()).as("version %d", newestVersion).isEmpty();
    assertThat(audit.doubled()).as("version %d", newestVersion).isEmpty();
    audit.sequences().forEach((writer, numbers) -> requireOrder(writer, numbers, full));
    if (full) {
      assertThat(audit.sequences().keySet()).containsAll(newest.keySet());
    }
    audit.sequences().forEach((writer, numbers) -> newest.put(writer, numbers.last()));
    if (held != null) {
      assertThat(LedgerAudit.of(held, heldFrom))
          .as("version %d, read again", held.version())
          .isEqualTo(heldAudit);
    }
    held = snapshot;
    heldAudit = audit;
    heldFrom = from;
  }

  /**
   * A writer begins a transaction when the one before has committed, so those that began at some
   * lake version or later are its newest, without a gap.
   */
  private void requireOrder(long writer, NavigableSet<Long> numbers, boolean full) {
    assertThat(numbers.last() - numbers.first() + 1)
        .as("%s of %d", numbers, writer)
        .isEqualTo(numbers.size());
    assertThat(numbers.last()).isGreaterThanOrEqualTo(newest.getOrDefault(writer, 0L));
    if (full) {
      assertThat(numbers.first()).isEqualTo(1);
    }
  }
}
