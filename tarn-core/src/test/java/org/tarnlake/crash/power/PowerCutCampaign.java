package org.tarnlake.crash.power;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.crash.process.CampaignOptions;
import org.tarnlake.crash.process.ChildJvms;
import org.tarnlake.testing.Folders;

/**
 * Cuts the power of writers: {@code ./campaign.sh powercuts --cuts=500 --filesystem=xfs}. Options:
 * {@code --cuts}, {@code --filesystem} (ext4, xfs), {@code --victim} (tarn,
 * tarn-without-folder-sync, and the peers of the benchmarks), {@code --per-image}, {@code --seed},
 * {@code --dir} for where the images are made. Ends with status 1 if anything was lost, doubled,
 * half or damaged, with 3 where there can be no images.
 */
public final class PowerCutCampaign {
  private static final String PEERS = "org.tarnlake.bench.crash.PeerVictim";

  private final Path folder;
  private final Image.Type type;
  private final String victim;
  private final PrintStream out;

  PowerCutCampaign(Path folder, Image.Type type, String victim, PrintStream out) {
    this.folder = folder;
    this.type = type;
    this.victim = victim;
    this.out = out;
  }

  public static void main(String[] arguments) throws Exception {
    CampaignOptions options = new CampaignOptions(arguments);
    Image.Type type =
        Image.Type.valueOf(options.text("filesystem", "ext4").toUpperCase(Locale.ROOT));
    String victim = options.text("victim", "tarn");
    Path folder = options.folder("tarn-powercuts");
    String obstacle = Image.obstacle(folder, type);
    if (!obstacle.isEmpty()) {
      System.out.println(obstacle);
      System.exit(3);
    }
    ChildJvms jvms =
        victim.startsWith("tarn") ? ChildJvms.plain() : ChildJvms.on(options.text("classpath", ""));
    CutReport report =
        new PowerCutCampaign(folder, type, victim, System.out)
            .run(
                jvms.temporariesIn(folder),
                (int) options.number("cuts", 500),
                (int) options.number("per-image", 10),
                options.number("seed", 1));
    report.findings().stream().limit(50).forEach(System.out::println);
    System.out.printf("%s on %s, %s%n", victim, type, report);
    Folders.delete(folder);
    if (!report.findings().isEmpty()) {
      System.exit(1);
    }
  }

  CutReport run(ChildJvms jvms, int cuts, int cutsPerImage, long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    CutReport total = CutReport.NOTHING;
    long start = System.nanoTime();
    try (Victims victims = new Victims(command(jvms), isTarn())) {
      for (int images = 1; total.cuts() < cuts; images++) {
        try (Image image = Image.create(folder, type)) {
          CutImage cut = new CutImage(image, victims, random.split(), this::check);
          total = total.plus(cut.run(Math.min(cutsPerImage, cuts - total.cuts())));
        } finally {
          if (!isTarn()) {
            victims.kill();
          }
        }
        if (images % 5 == 0) {
          double minutes = (System.nanoTime() - start) / 60e9;
          out.printf("%.1f min, %.0f cuts/min: %s%n", minutes, total.cuts() / minutes, total);
        }
      }
    }
    return total;
  }

  private boolean isTarn() {
    return victim.startsWith("tarn");
  }

  private Path victimFolder(Path mounted) {
    return mounted.resolve("victim");
  }

  private List<String> command(ChildJvms jvms) {
    String main = isTarn() ? VictimProcess.class.getName() : PEERS;
    Path mounted = folder.resolve(Image.MOUNT_POINT);
    return jvms.command(main, victim, victimFolder(mounted).toString());
  }

  private List<String> check(Path mounted) {
    if (!isTarn()) {
      return List.of();
    }
    return Lake.check(victimFolder(mounted), CheckDepth.DATA).stream()
        .filter(Finding::isDamage)
        .map(Finding::toString)
        .toList();
  }
}
