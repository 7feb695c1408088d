package org.tarnlake.crash.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.crash.QuietLog;

/** A short run of the campaign that copies lakes; docs/guarantees.md tells of the long ones. */
@ExtendWith(QuietLog.class)
final class CopyTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aCopyOfALakeInUseIsConsistentOrSaysSo(long seed) throws Exception {
    assertNoneIsWrong(false, seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void aBackupOfALakeInUseIsConsistent(long seed) throws Exception {
    assertNoneIsWrong(true, seed);
  }

  private void assertNoneIsWrong(boolean byBackup, long seed) throws Exception {
    CopyCampaign campaign =
        new CopyCampaign(folder, byBackup, new PrintStream(new ByteArrayOutputStream(), true));
    campaign.stepwise(seed);
    assertThat(campaign.violations()).isEmpty();
  }
}
