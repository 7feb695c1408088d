package org.tarnlake.crash.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.Lake;

/** What the campaigns look for is found where it is. */
final class LedgerAuditTest {
  @TempDir Path folder;
  private Lake lake;

  @BeforeEach
  void open() {
    Ledger.create(folder.resolve("lake"));
    lake = Lake.open(folder.resolve("lake"));
  }

  @AfterEach
  void close() {
    lake.close();
  }

  private void commit(long writer, int from, int to) {
    for (int sequence = from; sequence <= to; sequence++) {
      Ledger.commit(lake, writer, sequence, new SplittableRandom(sequence));
    }
  }

  private KillReport compareWith(String... said) {
    Acknowledged acknowledged = new Acknowledged();
    acknowledged.add(1, List.of(said));
    return acknowledged.compare(LedgerAudit.of(lake.latest()));
  }

  @Test
  void everyTransactionIsThereOnceAndWhole() {
    commit(1, 1, 60);
    LedgerAudit found = LedgerAudit.of(lake.latest());
    assertThat(found.half()).isEmpty();
    assertThat(found.doubled()).isEmpty();
    assertThat(found.transactions()).isEqualTo(60);
    assertThat(lake.latest().tables())
        .extracting(table -> table.name().replace("_renamed", ""))
        .containsExactly("own1", "shared0", "shared1", "shared2", "shared3");
  }

  @Test
  void oneTransactionMoreThanToldIsAllowed() {
    commit(1, 1, 3);
    KillReport report = compareWith("open", "1", "2");
    assertThat(report.violations()).isEmpty();
    assertThat(report.acknowledged()).isEqualTo(2);
    assertThat(report.unacknowledged()).isEqualTo(1);
    assertThat(report.killedOpen()).isEqualTo(1);
  }

  @Test
  void twoTransactionsMoreThanToldAreFound() {
    commit(1, 1, 3);
    assertThat(compareWith("open", "1").violations())
        .containsExactly("writer 1 committed [2, 3] in no order");
  }

  @Test
  void aLostTransactionIsFound() {
    commit(1, 1, 1);
    commit(1, 3, 3);
    KillReport report = compareWith("open", "1", "2", "3");
    assertThat(report.lost()).isEqualTo(1);
    assertThat(report.violations()).containsExactly("lost: number 2 of writer 1");
  }

  @Test
  void aDoubledTransactionIsFound() {
    commit(1, 1, 2);
    commit(1, 2, 2);
    KillReport report = compareWith("open", "1", "2");
    assertThat(report.doubled()).isEqualTo(1);
    assertThat(report.violations()).hasSize(1);
  }

  @Test
  void aHalfTransactionIsFound() {
    lake.transact(tx -> tx.append("shared0", 1L, 1L, "shared0", 0, "{shared0=1, shared1=1}", 1L));
    lake.transact(tx -> tx.append("shared0", 1L, 2L, "shared0", 0, "{shared0=2}", 1L));
    KillReport report = compareWith("open", "1", "2");
    assertThat(report.half()).isEqualTo(2);
    assertThat(report.lost()).isZero();
  }
}
