package org.tarnlake.crash.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import org.tarnlake.Lake;
import org.tarnlake.testing.Folders;
import org.tarnlake.testing.SoundLake;

/**
 * Many processes write to and read from one lake at once: {@code ./campaign.sh crowd}. Options:
 * {@code --writers}, {@code --readers}, {@code --commits} of each writer, {@code --seed}, {@code
 * --dir}.
 */
public final class CrowdCampaign {
  private static final int START_MILLIS_MAX = 60_000;
  private static final int END_MILLIS_MAX = 3_600_000;

  private CrowdCampaign() {}

  /** What happened. */
  record Outcome(long commits, long snapshots, double seconds) {
    @Override
    public String toString() {
      return "%,d commits and %,d snapshots in %.1f s, each as promised"
          .formatted(commits, snapshots, seconds);
    }
  }

  public static void main(String[] arguments) throws Exception {
    CampaignOptions options = new CampaignOptions(arguments);
    Path folder = options.folder("tarn-crowd");
    System.out.println(
        run(
            folder,
            (int) options.number("writers", 6),
            (int) options.number("readers", 4),
            (int) options.number("commits", 1000),
            options.number("seed", 1)));
    Folders.delete(folder);
  }

  /** Runs the processes to their end; fails if one does, or if the lake is not as promised. */
  static Outcome run(Path folder, int writers, int readers, int commits, long seed)
      throws Exception {
    Path lake = folder.resolve("lake");
    Ledger.create(lake);
    ChildJvms jvms = ChildJvms.plain();
    List<Child> all = new ArrayList<>();
    try {
      for (int reader = 0; reader < readers; reader++) {
        all.add(jvms.start(LedgerReader.class, lake));
      }
      for (Child reader : all) {
        reader.await("open"::equals, START_MILLIS_MAX);
      }
      long start = System.nanoTime();
      for (int writer = 1; writer <= writers; writer++) {
        all.add(jvms.start(LedgerWriter.class, lake, writer, seed + writer, commits));
      }
      for (Child writer : all.subList(readers, all.size())) {
        assertThat(writer.awaitEnd(END_MILLIS_MAX)).endsWith(String.valueOf(commits));
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      long snapshots = 0;
      for (Child reader : all.subList(0, readers)) {
        reader.stop();
        List<String> lines = reader.awaitEnd(END_MILLIS_MAX);
        snapshots += Long.parseLong(lines.get(lines.size() - 1).replace("snapshots ", ""));
      }
      requireAll(lake, writers, commits);
      return new Outcome((long) writers * commits, snapshots, seconds);
    } finally {
      for (Child each : all) {
        each.close();
      }
    }
  }

  private static void requireAll(Path lake, int writers, int commits) {
    try (Lake opened = Lake.open(lake)) {
      LedgerAudit found = LedgerAudit.of(opened.latest());
      assertThat(found.half()).isEmpty();
      assertThat(found.doubled()).isEmpty();
      assertThat(found.sequences()).hasSize(writers);
      for (NavigableSet<Long> numbers : found.sequences().values()) {
        assertThat(numbers).hasSize(commits);
        assertThat(numbers.last()).isEqualTo(commits);
      }
    }
    SoundLake.assertSound(lake);
  }
}
