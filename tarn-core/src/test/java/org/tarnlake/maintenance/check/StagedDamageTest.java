package org.tarnlake.maintenance.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.table.action.CommitLines;

/** A staged commit is as safe from damage as the entry that names it. */
class StagedDamageTest {
  private static final String PUBLISHED = DamagedLake.commit(DamagedLake.USERS, 2);
  private static final String STAGED =
      DamagedLake.USERS + "_staged_commits/00000000000000000002.x.json";

  /** A lake one of whose commits stands in an object of its own. */
  private DamagedLake withStaged() throws IOException {
    DamagedLake lake = DamagedLake.in(new MemoryStore());
    String lines = lake.text(PUBLISHED);
    lake.editSealed(
        DamagedLake.entry(4),
        body ->
            body.replace(
                "\"lines\":2}}\n" + lines,
                "\"lines\":2,\"staged\":\"%s\",\"crc32c\":%d}}\n"
                    .formatted(STAGED, CommitLines.ofBytes(lines.getBytes(UTF_8)).crc32c())));
    lake.write(STAGED, lines);
    assertThat(findings(lake)).isEmpty();
    return lake;
  }

  @Test
  void aStagedCommitIsMissing() throws IOException {
    DamagedLake lake = withStaged();
    lake.store().delete(STAGED);
    assertThat(findings(lake))
        .containsExactly(
            "damage: "
                + STAGED
                + ": it is missing, but "
                + DamagedLake.entry(4)
                + " ratified it; restore it, from "
                + PUBLISHED
                + " if that is there");
  }

  @Test
  void aStagedCommitIsCutOffOrAltered() throws IOException {
    staged(text -> text.substring(0, text.indexOf('\n') + 1), 0);
    staged(text -> text.replace("{\"add\"", "\"add\""), 2);
    staged(text -> text.replace("\"size\":", "\"size\":1"), 0);
  }

  private void staged(UnaryOperator<String> edit, int line) throws IOException {
    DamagedLake lake = withStaged();
    lake.edit(STAGED, edit);
    assertThat(lake.damages(CheckDepth.LOGS)).containsExactly(STAGED + ":" + line);
    try (Lake opened = Lake.open(lake.store(), Environment.system())) {
      assertThatThrownBy(() -> opened.history("people", 10))
          .isInstanceOf(CorruptionException.class)
          .hasMessage(
              "%s is not what %s ratified: its number of lines or its checksum differs; run 'tarn check'"
                  .formatted(STAGED, DamagedLake.entry(4)));
    }
  }

  @Test
  void aStagedCommitLiesElsewhere() throws IOException {
    DamagedLake lake = withStaged();
    lake.editSealed(
        DamagedLake.entry(4), body -> body.replace("\"staged\":\"users/", "\"staged\":\"other/"));
    assertThat(lake.damages(CheckDepth.LOGS)).containsExactly(DamagedLake.entry(4) + ":2");
  }

  private static List<String> findings(DamagedLake lake) {
    return lake.check(CheckDepth.LOGS).stream().map(Finding::toString).toList();
  }
}
