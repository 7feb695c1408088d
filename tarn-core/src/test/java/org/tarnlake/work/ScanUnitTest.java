package org.tarnlake.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScanUnitTest {
  /** A source that yields one batch, or fails at once, and cannot be closed. */
  private static ScanUnit<String> unit(@Nullable RuntimeException failure) {
    return new ScanUnit<>(
        new ScanUnit.Source<String>() {
          private boolean done;

          @Override
          public @Nullable String next() {
            if (failure != null) {
              throw failure;
            }
            String batch = done ? null : "batch";
            done = true;
            return batch;
          }

          @Override
          public void close() {
            throw new IllegalStateException("not closed");
          }
        },
        4);
  }

  @Test
  void aFailureToCloseIsToldToTheConsumerAndNotToWhoeverReadsAhead() {
    ScanUnit<String> unit = unit(null);
    unit.readAhead();
    assertThat(unit.next()).isEqualTo("batch");
    assertThatThrownBy(unit::next).hasMessage("not closed");
  }

  @Test
  void aFailureToReadIsToldBeforeOneToClose() {
    ScanUnit<String> unit = unit(new IllegalArgumentException("not read"));
    unit.readAhead();
    assertThatThrownBy(unit::next).hasMessage("not read");
  }

  /** Batches of ten bytes each. */
  private static ScanUnit<Integer> numbers(int count, ReadMemory memory) {
    return new ScanUnit<>(
        new ScanUnit.Source<Integer>() {
          private int next;

          @Override
          public @Nullable Integer next() {
            return next < count ? next++ : null;
          }

          @Override
          public long totalBytes() {
            return 10L * count;
          }

          @Override
          public long bytes() {
            return 10;
          }

          @Override
          public void close() {}
        },
        100,
        memory);
  }

  private static void assertYields(ScanUnit<Integer> unit, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(unit.next()).isEqualTo(i);
    }
    assertThat(unit.next()).isNull();
  }

  @Test
  void aUnitIsNotReadAheadWhileOthersHoldTheMemory() {
    ReadMemory memory = new ReadMemory(50);
    ScanUnit<Integer> first = numbers(4, memory);
    ScanUnit<Integer> second = numbers(2, memory);
    first.readAhead();
    second.readAhead();
    assertThat(memory.claim(10, false)).as("what the first leaves over").isEqualTo(10);
    memory.release(10);
    assertThat(second.isIdle()).isTrue();
    assertYields(first, 4);
    second.readAhead();
    assertThat(memory.claim(31, false)).as("more than the second leaves over").isEqualTo(-1);
    assertYields(second, 2);
    assertThat(memory.claim(50, false)).as("all is given back").isEqualTo(50);
  }

  @Test
  void aUnitThatNeverFitsIsReadAPartAtATimeWhenItsTurnComes() {
    ReadMemory memory = new ReadMemory(30);
    ScanUnit<Integer> unit = numbers(20, memory);
    unit.readAhead();
    assertThat(memory.claim(30, false)).as("nothing was begun").isEqualTo(30);
    assertThat(unit.next()).isZero();
    unit.readAhead();
    assertThat(unit.isIdle()).as("thirty bytes are ready").isFalse();
    for (int i = 1; i < 20; i++) {
      assertThat(unit.next()).isEqualTo(i);
      unit.readAhead();
    }
    assertThat(unit.next()).isNull();
  }

  @Test
  void aClosedUnitGivesBackItsMemory() {
    ReadMemory memory = new ReadMemory(40);
    ScanUnit<Integer> unit = numbers(4, memory);
    unit.readAhead();
    unit.close();
    assertThat(memory.claim(40, false)).isEqualTo(40);
  }
}
