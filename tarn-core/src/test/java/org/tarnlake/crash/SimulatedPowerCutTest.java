package org.tarnlake.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tarnlake.crash.Change.append;
import static org.tarnlake.crash.Change.create;
import static org.tarnlake.crash.Change.delete;
import static org.tarnlake.crash.Change.drop;
import static org.tarnlake.crash.Change.rename;
import static org.tarnlake.crash.Change.update;
import static org.tarnlake.crash.Change.upsert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.crash.disk.DiskCall;
import org.tarnlake.crash.disk.PowerCut;
import org.tarnlake.crash.disk.UnsyncedDisk;
import org.tarnlake.testing.Folders;
import org.tarnlake.testing.Seeds;

/**
 * Power is cut under the local disk: of what was not synced, anything may be gone or torn. What was
 * acknowledged is all there afterwards, and what was under way whole or not at all.
 */
class SimulatedPowerCutTest {
  @RegisterExtension static final QuietLog QUIET = new QuietLog();

  /** Simulated cuts at random moments; {@code -Dtarn.simulatedCuts=1000} for a campaign. */
  private static final int RANDOM_CUTS = Integer.getInteger("tarn.simulatedCuts", 60);

  private static final int STEPS = 12;

  @TempDir Path folder;

  @Test
  void powerIsCutAtEveryCallOfTheFirstCommits() throws IOException {
    for (int n = 1; ; n++) {
      SplittableRandom random = new SplittableRandom(n);
      DiskWorld world = new DiskWorld(Files.createDirectory(folder.resolve("cut-" + n)));
      int last = n;
      world
          .disk()
          .before(
              call -> {
                if (call.number() == last) {
                  world.disk().powerOff();
                }
              });
      firstCommits(world);
      if (!world.isDead()) {
        assertThat(n).as("calls").isGreaterThan(100);
        return;
      }
      PowerCut cut = n % 2 == 0 ? PowerCut.LOSES_ALL : PowerCut.any(random);
      String where = "%s at %s".formatted(cut, world.disk().calls().get(n - 1));
      cutAndRecover(world, cut, random, where);
    }
  }

  private static void firstCommits(DiskWorld world) {
    Client a = world.start("a");
    a.create();
    a.commit(create("t"), append("t", 1));
    a.commit(create("area.u"), append("area.u", 2), append("t", 2));
    a.publish();
    a.commit(rename("t", "v"), append("v", 3), append("v", 4));
    a.commit(delete("v", 3), update("area.u", 2, "two"), upsert("v", 5, "five"));
    a.commit(drop("area.u"), create("t"));
    a.close();
  }

  /**
   * The lake's folder was made, syncing it into its parent failed, and the next try took a folder
   * that existed for a durable one: a power cut then took the lake with all that was acknowledged.
   */
  @Test
  void folderOfTheLakeIsSyncedByTheTryAfterTheOneThatFailed() throws IOException {
    DiskWorld world = new DiskWorld(folder);
    world
        .disk()
        .before(
            call -> {
              if (call.kind() == DiskCall.Kind.SYNC_FOLDER) {
                throw new IOException("Input/output error");
              }
            });
    Client a = world.start("a");
    a.create();
    assertThat(a.failures()).hasSize(1);
    a.commit(create("t"), append("t", 1));
    cutAndRecover(world, PowerCut.LOSES_ALL, new SplittableRandom(1), "after the commit");
  }

  /**
   * At every call of one process, another builds on what the first may have linked and not synced
   * yet; and nothing else is kept but what that other process synced. A checkpoint of the lake
   * counted a commit as published whose name another process had not synced, and the power cut took
   * the commit.
   */
  @Test
  void powerIsCutAfterAnotherProcessBuiltOnWhatWasNotSynced() throws IOException {
    Consumer<Client> publishes = Client::awaitPublished;
    Consumer<Client> commits = client -> client.commit(append("t", 100));
    Consumer<Client> detaches = client -> client.detach("given");
    for (Consumer<Client> meddling : List.of(publishes, commits, detaches)) {
      AtomicBoolean met = new AtomicBoolean(true);
      for (int n = 1; met.getAndSet(false); n++) {
        DiskWorld world = new DiskWorld(Files.createTempDirectory(folder, "meddled"));
        Client a = world.start("a");
        a.create();
        a.commit(create("t"), create("given"));
        a.awaitPublished();
        Client meddler = world.startAndOpen("meddler");
        long last = world.disk().calls().size() + n;
        world
            .disk()
            .before(
                call -> {
                  if (call.number() == last) {
                    met.set(true);
                    meddling.accept(meddler);
                    world.disk().powerOff();
                  }
                });
        a.commit(append("t", 1), create("u"), append("u", 1));
        a.close();
        String where = "LOSES_ALL after meddling at call %d".formatted(n);
        cutAndRecover(world, PowerCut.LOSES_ALL, new SplittableRandom(n), where);
      }
    }
  }

  /**
   * Processes share the disk. At some call of one, another commits, and perhaps publishes what the
   * first has linked and not synced yet; at some later call the power is cut.
   */
  @Test
  void powerIsCutAtRandomMoments() {
    AtomicInteger cuts = new AtomicInteger();
    Seeds.run(
        RANDOM_CUTS,
        random -> {
          Path scratch = Files.createDirectory(folder.resolve("seed-" + cuts.incrementAndGet()));
          DiskWorld world = new DiskWorld(scratch);
          RandomWork work = new RandomWork(random);
          int rounds = 1 + random.nextInt(3);
          for (int round = 0; round < rounds; round++) {
            work(world, work, random);
            PowerCut cut = PowerCut.any(random);
            cutAndRecover(world, cut, random, cut + " of round " + round);
          }
          Folders.delete(scratch);
        });
  }

  private static void work(DiskWorld world, RandomWork work, SplittableRandom random) {
    Client a = world.startAndOpen("a");
    Client b = world.startAndOpen("b");
    Client meddler = world.startAndOpen("meddler");
    UnsyncedDisk disk = world.disk();
    long now = disk.calls().size();
    long meddling = now + 1 + random.nextInt(400);
    long cut = meddling + random.nextInt(2) * random.nextInt(200);
    boolean afterwards = random.nextBoolean();
    disk.before(
        call -> {
          if (call.number() == meddling) {
            for (int i = random.nextInt(3); i > 0; i--) {
              work.step(meddler);
            }
          }
          if (call.number() >= cut && !afterwards) {
            disk.powerOff();
          }
        });
    disk.after(
        call -> {
          if (call.number() >= cut && afterwards) {
            disk.powerOff();
          }
        });
    for (int step = 0; step < STEPS; step++) {
      work.step(random.nextInt(4) == 0 ? b : a);
    }
  }

  private static void cutAndRecover(
      DiskWorld world, PowerCut cut, SplittableRandom random, String where) {
    world.cutPower(cut, random);
    try {
      world.recover();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "%s: %s\n%s"
              .formatted(where, e.getMessage(), String.join("\n", world.journal().outcomes())),
          e);
    }
  }
}
