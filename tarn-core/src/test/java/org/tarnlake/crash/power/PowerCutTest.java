package org.tarnlake.crash.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tarnlake.crash.process.ChildJvms;

/**
 * Short runs of the power-cut campaign. Runs with {@code -Dtarn.powercuts=true}, as root, since it
 * takes loop devices of the machine.
 */
final class PowerCutTest {
  @TempDir Path folder;

  private CutReport cut(String victim, Image.Type type, int cuts) throws Exception {
    assumeTrue(Boolean.getBoolean("tarn.powercuts"), "set -Dtarn.powercuts=true to mount images");
    String obstacle = Image.obstacle(folder, type);
    assumeTrue(obstacle.isEmpty(), obstacle);
    return new PowerCutCampaign(folder, type, victim, System.out)
        .run(ChildJvms.plain().temporariesIn(folder), cuts, 10, 1);
  }

  @ParameterizedTest
  @EnumSource
  void nothingAcknowledgedIsLost(Image.Type type) throws Exception {
    CutReport report = cut("tarn", type, 20);
    assertThat(report.findings()).isEmpty();
    assertThat(report.acknowledged()).isPositive();
  }

  /** The campaign can fail: without the sync of folders a link is not there after a cut. */
  @Test
  void withoutTheSyncOfFoldersCommitsAreLost() throws Exception {
    CutReport report = cut("tarn-without-folder-sync", Image.Type.EXT4, 20);
    assertThat(report.lost()).isPositive();
  }
}
