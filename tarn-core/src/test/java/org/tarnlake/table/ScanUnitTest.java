package org.tarnlake.table;

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
}
