package org.tarnlake.crash.damage;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tarnlake.crash.process.CampaignOptions;
import org.tarnlake.store.MemoryStore;

/**
 * Flips, cuts off, zeroes and deletes files of every kind of a small lake, one at a time: {@code
 * ./campaign.sh damage}. Options: {@code --cases=600}, {@code --seed=1} of the first; {@code
 * --cases=1 --seed=N} repeats one. Ends with status 1 if somebody saw other rows than were
 * committed without an error, or if the deep check did not name the damage.
 */
public final class DamageCampaign {
  private final PrintStream out;
  private final MemoryStore lake;
  private final DamageJudge judge;
  private final List<String> violations = new ArrayList<>();
  private final Map<String, int[]> table = new TreeMap<>();

  DamageCampaign(PrintStream out) throws IOException {
    this.out = out;
    this.lake = WholeLake.make(1);
    this.judge = new DamageJudge(lake);
  }

  public static void main(String[] arguments) throws Exception {
    CampaignOptions options = new CampaignOptions(arguments);
    Logger.getLogger("org.tarnlake").setLevel(Level.OFF);
    DamageCampaign campaign = new DamageCampaign(System.out);
    campaign.run(options.number("seed", 1), options.number("cases", 600), damage -> true);
    campaign.summary();
    System.exit(campaign.violations.isEmpty() ? 0 : 1);
  }

  List<String> violations() {
    return violations;
  }

  void run(long seed, long cases, Predicate<DamageCase> which) throws IOException {
    for (long each = seed; each < seed + cases; each++) {
      DamageCase damage = DamageCase.of(each, lake);
      if (!which.test(damage)) {
        continue;
      }
      DamageJudge.Verdict verdict = judge.judge(damage);
      for (String violation : verdict.violations()) {
        violations.add(damage + ": " + violation);
        out.println(damage + ": " + violation);
      }
      int[] counts = table.computeIfAbsent(damage.kind(), kind -> new int[6]);
      counts[0]++;
      counts[1] += verdict.effect().equals("error") ? 1 : 0;
      counts[2] += verdict.named().equals("damage") ? 1 : 0;
      counts[3] += verdict.named().equals("note") ? 1 : 0;
      counts[4] += verdict.named().equals("nothing") ? 1 : 0;
      counts[5] += verdict.violations().isEmpty() ? 0 : 1;
    }
  }

  private void summary() {
    out.printf("%n%d files, %d bytes%n", lake.list("", "").size(), bytes());
    out.printf(
        "%-18s %6s %6s %7s %6s %8s %6s%n",
        "kind", "cases", "error", "damage", "note", "nothing", "WRONG");
    int[] total = new int[6];
    table.forEach(
        (kind, counts) -> {
          print(kind, counts);
          for (int i = 0; i < total.length; i++) {
            total[i] += counts[i];
          }
        });
    print("all", total);
  }

  private void print(String kind, int[] c) {
    out.printf("%-18s %6d %6d %7d %6d %8d %6d%n", kind, c[0], c[1], c[2], c[3], c[4], c[5]);
  }

  private long bytes() {
    return lake.list("", "").stream().mapToLong(o -> o.sizeBytes()).sum();
  }
}
