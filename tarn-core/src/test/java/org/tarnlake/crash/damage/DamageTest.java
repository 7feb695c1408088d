package org.tarnlake.crash.damage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tarnlake.Lake;
import org.tarnlake.crash.QuietLog;
import org.tarnlake.env.Environment;
import org.tarnlake.store.MemoryStore;

/** A short run of the campaign that damages files; docs/guarantees.md tells of the long ones. */
@ExtendWith(QuietLog.class)
final class DamageTest {
  /** The kinds of which every damage is named. */
  private static final Set<String> KINDS =
      Set.of(
          "lake.json",
          "entry",
          "lake checkpoint",
          "hint",
          "published commit",
          "staged commit",
          ".crc",
          "table checkpoint",
          "data file",
          "deletion vector");

  @Test
  void aLakeHasFilesOfEveryKind() throws IOException {
    MemoryStore lake = WholeLake.make(1);
    for (Map.Entry<String, String> kind : WholeLake.KINDS.entrySet()) {
      assertThat(lake.list("", "")).anyMatch(object -> object.name().matches(kind.getValue()));
    }
    assertThat(lake.list("", ""))
        .allMatch(object -> WholeLake.KINDS.values().stream().anyMatch(object.name()::matches));
  }

  @Test
  void whoeverLooksAtADamagedLakeSeesWhatWasCommittedOrAnError() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    DamageCampaign campaign = new DamageCampaign(new PrintStream(out, true));
    Predicate<DamageCase> which = damage -> KINDS.contains(damage.kind());
    campaign.run(1, 110, which);
    assertThat(campaign.violations()).isEmpty();
  }

  /** What the campaign looks for is found where it is. */
  @Test
  void rowsThatWereNotCommittedAreFound() throws IOException {
    MemoryStore lake = WholeLake.make(1);
    DamageJudge judge = new DamageJudge(lake);
    try (Lake opened = Lake.open(lake, Environment.system())) {
      opened.transact(tx -> tx.append("users", 5L, "Mallory", 0.5));
    }
    DamageCase hint = new DamageCase(0, "hint", "_tarn/log/_last_checkpoint", "deleted", null);
    assertThat(judge.judge(hint).violations())
        .anyMatch(each -> each.startsWith("6:users: 0 rows are missing and 1 are too many"));
  }
}
