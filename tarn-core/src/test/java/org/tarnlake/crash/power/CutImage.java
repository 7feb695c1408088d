package org.tarnlake.crash.power;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.tarnlake.crash.process.Child;

/**
 * One image whose victim loses its power again and again, and is looked at after each time. One
 * thread at a time.
 */
final class CutImage {
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final int EARLY_MILLIS_MAX = 100;
  private static final double WORK_MILLIS_MEAN = 150;
  private static final double WORK_MILLIS_MAX = 1000;
  private static final int AFTER_MILLIS = 40;

  private final Image image;
  private final Victims victims;
  private final SplittableRandom random;
  private final Function<Path, List<String>> check;
  private final Expected expected = new Expected();

  /**
   * @param check what a check by others finds in the victim's folder after each cut
   */
  CutImage(
      Image image, Victims victims, SplittableRandom random, Function<Path, List<String>> check) {
    this.image = image;
    this.victims = victims;
    this.random = random;
    this.check = check;
  }

  /** Cuts that many times, or until there is no telling what is there. */
  CutReport run(int cuts) throws IOException, InterruptedException {
    CutReport report = CutReport.NOTHING;
    for (int cut = 0; cut < cuts && report.unreadable() == 0; cut++) {
      Child victim = victims.next();
      victim.say(String.valueOf(expected.next()));
      report = report.plus(look(victim, cut == 0));
      if (report.unreadable() == 0) {
        awaitMoment(victim);
        report = report.plus(expected.told(victim.take()));
        image.cut();
        victims.awaitEnd(victim, AFTER_MILLIS);
        report = report.plus(expected.toldDuringCut(victim.take()));
        image.unmount();
        image.mount();
        report =
            report.plus(new CutReport(1, 0, 0, 0, 0, 0, 0, 0, check.apply(image.mountPoint())));
      }
    }
    if (report.unreadable() == 0) {
      Child victim = victims.next();
      victim.say("0");
      report = report.plus(look(victim, false));
      victims.awaitEnd(victim, TIMEOUT_MILLIS);
      victim.take();
    } else {
      victims.kill();
    }
    return report;
  }

  /** Reads what a victim that has just been opened finds. */
  private CutReport look(Child victim, boolean isNew) throws InterruptedException {
    victim.await(line -> line.matches("ready|closed|unreadable .*"), TIMEOUT_MILLIS);
    List<String> said = victim.lines();
    for (String line : said) {
      if (line.startsWith("there")) {
        return expected.found(Numbers.parse(line.substring("there".length())));
      } else if (line.startsWith("unreadable") && !isNew) {
        return expected.unreadable(line);
      }
    }
    if (isNew) {
      throw new IllegalStateException("a new victim does not open: " + said);
    }
    return expected.unreadable("it did not tell what is there: " + said);
  }

  /** Waits for a moment that is as good as any other, mostly after a first commit. */
  private void awaitMoment(Child victim) throws InterruptedException {
    if (random.nextInt(4) == 0) {
      Thread.sleep(random.nextInt(EARLY_MILLIS_MAX));
    } else if (victim.await(line -> line.matches("[0-9]+"), TIMEOUT_MILLIS)) {
      double millis = -WORK_MILLIS_MEAN * Math.log(1 - random.nextDouble());
      Thread.sleep((long) Math.min(millis, WORK_MILLIS_MAX));
    } else {
      throw new IllegalStateException("nothing is committed: " + victim.lines());
    }
  }
}
