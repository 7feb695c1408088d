package org.tarnlake.store.access;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tarnlake.error.StorageException;
import org.tarnlake.store.NothingWrittenException;
import org.tarnlake.store.RequestFailedException;

class StoreAccessTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no answer; check it | false | try again | no answer; check it; try again",
        "no bucket; make it | true | try again | no bucket; make it",
        "no bucket; make it | true | nothing was committed, try again when it is mended | no bucket; make it; nothing was committed",
        "no bucket; make it | true | run the backup again | no bucket; make it; run the backup again",
        "it asks to slow down: try again later | false | try again | it asks to slow down: try again later"
      })
  void whatServersSayIsSaidOnce(String reason, boolean refused, String remedy, String said) {
    RequestFailedException failure =
        new RequestFailedException("cannot read s3://b/a", reason, refused, new IOException());
    for (IOException each :
        new IOException[] {failure, new NothingWrittenException(failure.getMessage(), failure)}) {
      assertThatThrownBy(
              () ->
                  StoreAccess.ask(
                      "make a lake",
                      remedy,
                      () -> {
                        throw each;
                      }))
          .isInstanceOf(StorageException.class)
          .hasMessage("cannot make a lake: " + said);
    }
  }
}
