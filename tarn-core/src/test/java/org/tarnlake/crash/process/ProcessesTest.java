package org.tarnlake.crash.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Short runs of the campaigns of real processes; docs/guarantees.md tells how the long ones are
 * run.
 */
final class ProcessesTest {
  @TempDir Path folder;

  @Test
  void whatKilledWritersWereToldIsThereOnceAndWhole() throws Exception {
    KillReport report = KillCampaign.run(folder, 20, 20, 1, System.out);
    assertThat(report.violations()).isEmpty();
    assertThat(report.kills()).isEqualTo(20);
    assertThat(report.acknowledged()).isPositive();
  }

  @Test
  void sixWritersAndFourReadersShareOneLake() throws Exception {
    CrowdCampaign.Outcome outcome = CrowdCampaign.run(folder, 6, 4, 20, 1);
    assertThat(outcome.commits()).isEqualTo(120);
    assertThat(outcome.snapshots()).isPositive();
  }
}
