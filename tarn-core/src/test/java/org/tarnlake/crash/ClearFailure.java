package org.tarnlake.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.tarnlake.error.CommitUnknownException;
import org.tarnlake.error.StorageException;
import org.tarnlake.error.TarnException;

/** What a user must be told when the store fails: what, where, and what to do. Stateless. */
final class ClearFailure {
  private static final Pattern REMEDY =
      Pattern.compile(
          "try again|read the log|open the lake again|roll it back and run it again"
              + "|run the transaction again");

  private ClearFailure() {}

  static void require(TarnException failure) {
    assertThat(failure).isInstanceOfAny(StorageException.class, CommitUnknownException.class);
    assertThat(failure.getMessage()).as("names the store").containsPattern("memory|/");
    assertThat(failure.getMessage()).as("tells what to do").containsPattern(REMEDY);
    assertThat(failure).as("keeps what happened").hasCauseInstanceOf(Exception.class);
  }
}
