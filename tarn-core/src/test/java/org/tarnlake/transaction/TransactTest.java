package org.tarnlake.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.Isolation;
import org.tarnlake.Lake;
import org.tarnlake.Transaction;
import org.tarnlake.Work;
import org.tarnlake.env.Environment;
import org.tarnlake.error.ConflictException;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.testing.SoundLake;

/**
 * Work in a transaction that throws checked exceptions, as whatever reads a file or a socket does:
 * it had to be wrapped in an unchecked one, and unwrapped by the caller. That each call here
 * compiles is half of the test.
 */
class TransactTest {
  @RegisterExtension final SoundLake sound = new SoundLake();

  private final MemoryStore store = sound.watch(new MemoryStore());
  private Lake lake;

  @BeforeEach
  void openLake() {
    lake = Lake.create(store, Environment.system());
    lake.transact(tx -> tx.createUntypedTable("t", "n"));
  }

  private static int read(boolean fails) throws IOException {
    if (fails) {
      throw new IOException("the file is gone");
    }
    return 7;
  }

  /** The caller catches the very exception, and nothing was committed. */
  @Test
  void aCheckedExceptionPassesThroughAndRollsBack() {
    List<String> caught = new ArrayList<>();
    try {
      lake.transact(
          tx -> {
            tx.append("t", 1);
            tx.append("t", read(true));
          });
    } catch (IOException e) {
      caught.add(e.getMessage());
    }
    try {
      int value = lake.compute(Isolation.SERIALIZABLE, tx -> read(true));
      assertThat(value).isNegative();
    } catch (IOException e) {
      caught.add(e.getMessage());
    }
    assertThat(caught).containsExactly("the file is gone", "the file is gone");
    assertThat(lake.scan("t").count()).isZero();
  }

  @Test
  void severalCheckedExceptionsAreOneOfTheirParents() {
    Work<Exception> both =
        tx -> {
          if (read(false) == 7) {
            throw new SQLException("no such row");
          }
        };
    assertThatThrownBy(() -> lake.transact(both)).isInstanceOf(SQLException.class);
    assertThatThrownBy(
            () ->
                lake.transact(
                    tx -> {
                      if (read(false) == 7) {
                        throw new SQLException("no such row");
                      }
                    }))
        .isInstanceOf(SQLException.class)
        .hasMessage("no such row");
  }

  /** No cast, no {@code throws}, whether the lambda is an expression, a block or a reference. */
  @Test
  void plainWorkNeedsNoThrows() {
    lake.transact(tx -> tx.append("t", 1));
    lake.transact(
        tx -> {
          tx.append("t", 2);
        });
    lake.transact(Isolation.SERIALIZABLE, tx -> tx.append("t", 3));
    lake.transact(this::appendFour);
    lake.transact(this::appendFive);
    Consumer<Transaction> consumer = tx -> tx.append("t", 6);
    lake.transact(consumer::accept);
    assertThat(lake.scan("t").count()).isEqualTo(6);
  }

  private void appendFour(Transaction tx) {
    tx.append("t", 4);
  }

  /** A value that nobody asked for is no reason to choose another method. */
  private long appendFive(Transaction tx) {
    tx.append("t", 5);
    return tx.readVersion();
  }

  /** An expression with a value is work too; the commit in it is the only one. */
  @Test
  void aLambdaThatCommitsIsWorkOrAComputation() {
    long before = lake.latest().version();
    lake.transact(tx -> tx.commit());
    lake.transact(
        tx -> {
          tx.append("t", 1);
          tx.commit();
        });
    assertThat(lake.latest().version()).isEqualTo(before + 1);
    long committed =
        lake.compute(
            tx -> {
              tx.append("t", 2);
              return tx.commit();
            });
    assertThat(committed).isEqualTo(before + 2);
    committed = lake.compute(Transaction::commit);
    assertThat(committed).isEqualTo(before + 2);
    List<String> tables = lake.compute(tx -> tx.tables());
    assertThat(tables).containsExactly("t");
    tables = lake.compute(Transaction::tables);
    assertThat(tables).containsExactly("t");
    String none = lake.compute(tx -> null);
    assertThat(none).isNull();
    Function<Transaction, Long> function = Transaction::readVersion;
    long seen = lake.compute(function::apply);
    assertThat(seen).isEqualTo(before + 2);
  }

  /** A computation that only throws has no type of its own; the caller still need not cast. */
  @Test
  void workThatOnlyThrowsCompiles() {
    assertThatThrownBy(
            () ->
                lake.transact(
                    tx -> {
                      throw new IOException("at once");
                    }))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(
            () ->
                lake.compute(
                    tx -> {
                      throw new IllegalArgumentException("at once");
                    }))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** A conflict that the work throws by itself is run again, as one of the commit is. */
  @Test
  void whatLosesRunsAgainFiftyTimesAtMost() {
    List<Long> runs = new ArrayList<>();
    assertThatThrownBy(
            () ->
                lake.transact(
                    tx -> {
                      runs.add(tx.readVersion());
                      throw new ConflictException("others won");
                    }))
        .isInstanceOf(ConflictException.class);
    assertThat(runs).hasSize(50);
    runs.clear();
    long seen =
        lake.compute(
            tx -> {
              runs.add(tx.readVersion());
              if (runs.size() < 3) {
                throw new ConflictException("others won");
              }
              return tx.readVersion();
            });
    assertThat(runs).hasSize(3).last().isEqualTo(seen);
  }
}
