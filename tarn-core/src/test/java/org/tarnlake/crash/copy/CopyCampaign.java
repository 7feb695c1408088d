package org.tarnlake.crash.copy;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tarnlake.Lake;
import org.tarnlake.crash.process.CampaignOptions;
import org.tarnlake.crash.process.Ledger;
import org.tarnlake.testing.Folders;

/**
 * Copies lakes in any order of folders while eight writers commit, and judges each copy: {@code
 * ./campaign.sh copies}. Options: {@code --copies=200}, {@code --seed=1} of the first copy, {@code
 * --writers=live} (six threads and two processes that write all the time) or {@code stepwise}
 * (commits between the steps of the copy, as the seed says, so that {@code --copies=1 --seed=N}
 * repeats a case), {@code --by=backup} (with {@link org.tarnlake.Backup} into one folder again and
 * again instead, some of them dying half-way; each must be consistent), {@code --dir}. Ends with
 * status 1 if a copy showed other rows than were committed, or lost an acknowledged commit, or was
 * damaged and did not say so.
 */
public final class CopyCampaign {
  private static final int COPIES_OF_A_LIVE_LAKE = 2;
  private static final int COMMITS_BEFORE = 90;

  private final Path folder;
  private final boolean byBackup;
  private final PrintStream out;
  private final List<String> violations = new ArrayList<>();
  private final Map<String, Map<String, Integer>> table = new TreeMap<>();
  private final Map<String, Integer> words = new TreeMap<>();

  CopyCampaign(Path folder, boolean byBackup, PrintStream out) {
    this.folder = folder;
    this.byBackup = byBackup;
    this.out = out;
  }

  public static void main(String[] arguments) throws Exception {
    CampaignOptions options = new CampaignOptions(arguments);
    Logger.getLogger("org.tarnlake").setLevel(Level.OFF);
    Path folder = options.folder("tarn-copies");
    int copies = (int) options.number("copies", 200);
    long seed = options.number("seed", 1);
    boolean byBackup = options.text("by", "folders").equals("backup");
    CopyCampaign campaign = new CopyCampaign(folder, byBackup, System.out);
    if (options.text("writers", "live").equals("live")) {
      for (int done = 0; done < copies; done += COPIES_OF_A_LIVE_LAKE) {
        campaign.live(seed + done, Math.min(COPIES_OF_A_LIVE_LAKE, copies - done));
      }
    } else {
      for (int done = 0; done < copies; done++) {
        campaign.stepwise(seed + done);
      }
    }
    campaign.summary();
    if (!campaign.violations.isEmpty()) {
      System.exit(1);
    }
    Folders.delete(folder);
  }

  List<String> violations() {
    return violations;
  }

  /** Copies one lake several times while threads and processes write to it. */
  void live(long seed, int copies) throws Exception {
    Path lake = lake(seed);
    try (Writers writers = new Writers.Live(lake, 100, new SplittableRandom(seed))) {
      for (long each = seed; each < seed + copies; each++) {
        copy(lake, each, writers);
      }
    }
    delete(lake);
  }

  private static void delete(Path lake) throws IOException {
    Folders.delete(lake);
    Folders.delete(lake.resolveSibling(lake.getFileName() + "-backup"));
  }

  /** Copies one lake while writers commit between the steps of the copy. */
  void stepwise(long seed) throws Exception {
    Path lake = lake(seed);
    try (Writers writers = new Writers.Stepwise(lake, 100, new SplittableRandom(seed))) {
      copy(lake, seed, writers);
      if (byBackup) {
        copy(lake, seed, writers);
      }
    }
    delete(lake);
  }

  /** A lake with checkpoints, and some commits after them. */
  private Path lake(long seed) {
    Path lake = folder.resolve("lake-" + seed);
    Ledger.create(lake);
    SplittableRandom random = new SplittableRandom(seed);
    try (Writers.Stepwise writers = new Writers.Stepwise(lake, 1, random)) {
      for (int commits = random.nextInt(COMMITS_BEFORE); commits > 0; commits -= 10) {
        writers.work(Math.min(10, commits));
      }
    }
    return lake;
  }

  private void copy(Path lake, long seed, Writers writers) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    CopyOrder order =
        byBackup
            ? CopyOrder.LOG_FIRST
            : CopyOrder.values()[Math.floorMod(seed, CopyOrder.values().length)];
    Path copy = folder.resolve("copy-" + seed);
    if (byBackup) {
      Path target = lake.resolveSibling(lake.getFileName() + "-backup");
      new BackupCopy(lake, target).run(random, writers::work);
      // The judge writes to what it judges.
      FolderCopy.run(target, copy, order, random, () -> {});
    } else {
      FolderCopy.run(lake, copy, order, random, writers::work);
    }
    CopyVerdict verdict;
    try (Lake original = Lake.open(lake)) {
      verdict = CopyJudge.judge(copy, original, random);
    }
    if (byBackup && verdict.violations().isEmpty() && !verdict.isConsistent()) {
      verdict = new CopyVerdict(verdict.version(), verdict.said(), verdict.said());
    }
    note(seed, order, verdict);
    if (verdict.violations().isEmpty()) {
      Folders.delete(copy);
    }
  }

  private void note(long seed, CopyOrder order, CopyVerdict verdict) {
    out.printf(
        "seed %d, %s: %s%s%n",
        seed, order, verdict.kind(), verdict.version() < 0 ? "" : ", version " + verdict.version());
    for (String each : verdict.violations()) {
      out.println("  WRONG: " + each);
      violations.add("seed %d, %s: %s".formatted(seed, order, each));
    }
    if (!verdict.said().isEmpty()) {
      out.println("  said: " + verdict.said().get(0));
      String general = verdict.said().get(0).replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "U");
      words.merge(general.replaceAll("[0-9]+", "N"), 1, Integer::sum);
    }
    table
        .computeIfAbsent(order.name(), o -> new TreeMap<>())
        .merge(verdict.kind(), 1, Integer::sum);
  }

  private void summary() {
    out.println();
    table.forEach((order, kinds) -> out.printf("%-20s %s%n", order, kinds));
    out.println();
    words.forEach((said, count) -> out.printf("%4d  %s%n", count, said));
    out.printf(
        "%d copies are wrong%n", violations.stream().map(CopyCampaign::seed).distinct().count());
    violations.forEach(out::println);
  }

  private static String seed(String violation) {
    return violation.substring(0, violation.indexOf(','));
  }
}
