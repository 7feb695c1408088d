package org.tarnlake.crash.process;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tarnlake.testing.Folders;

/**
 * Kills writers on one lake after the other: {@code ./campaign.sh crashes --kills=10000}. Options:
 * {@code --kills}, {@code --seed}, {@code --dir} for where the lakes are made, {@code --per-lake}.
 * Ends with status 1 if anything was lost, doubled, half or damaged; the first such lake is kept.
 */
public final class KillCampaign {
  private KillCampaign() {}

  public static void main(String[] arguments) throws Exception {
    CampaignOptions options = new CampaignOptions(arguments);
    Path folder = options.folder("tarn-crashes");
    KillReport report =
        run(
            folder,
            (int) options.number("kills", 10_000),
            (int) options.number("per-lake", 50),
            options.number("seed", 1),
            System.out);
    System.out.println(report);
    if (!report.violations().isEmpty()) {
      report.violations().stream().limit(50).forEach(System.out::println);
      System.exit(1);
    }
    Folders.delete(folder);
  }

  static KillReport run(Path folder, int kills, int killsPerLake, long seed, PrintStream out)
      throws Exception {
    Path training = folder.resolve("training");
    Ledger.create(training);
    ChildJvms jvms =
        ChildJvms.archived(folder, LedgerWriter.class, training.toString(), "1", "1", "40");
    KillReport total = KillReport.NOTHING;
    long start = System.nanoTime();
    while (total.kills() < kills) {
      Path scratch = folder.resolve("lake" + total.lakes());
      Files.createDirectory(scratch);
      int next = Math.min(killsPerLake, kills - total.kills());
      KillReport report =
          KilledLake.run(scratch, jvms.temporariesIn(scratch), next, seed + total.lakes());
      if (report.violations().isEmpty()) {
        Folders.delete(scratch);
      } else {
        out.printf("lake %s is not as promised: %s%n", scratch, report);
      }
      total = total.plus(report);
      if (total.lakes() % 10 == 0) {
        double seconds = (System.nanoTime() - start) / 1e9;
        out.printf("%.0f s, %.1f kills/s: %s%n", seconds, total.kills() / seconds, total);
      }
    }
    return total;
  }
}
