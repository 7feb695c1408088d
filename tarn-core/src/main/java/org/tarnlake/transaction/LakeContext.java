package org.tarnlake.transaction;

import org.jspecify.annotations.Nullable;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.env.Environment;
import org.tarnlake.error.ConflictException;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.TableLoader;
import org.tarnlake.lake.TimeTravel;
import org.tarnlake.lake.publish.Publisher;
import org.tarnlake.mapping.Mappings;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.table.write.WriteSettings;

/** What the transactions of one open lake share. Safe for many threads. */
public record LakeContext(
    ObjectStore store,
    Environment environment,
    LakeLog log,
    TableLoader loader,
    Publisher publisher,
    DataFiles dataFiles,
    Committer committer,
    WriteSettings settings,
    Mappings mappings,
    Lifetime lifetime) {
  private static final int MAX_RUNS = 50;
  private static final int LONGEST_PAUSE = 6;

  /** Something that ends with a commit. */
  @FunctionalInterface
  public interface Attempt<T extends @Nullable Object, X extends Exception> {
    T run() throws X;
  }

  /**
   * Makes an attempt again, on the newest state, while other transactions win.
   *
   * @throws ConflictException if others won {@value #MAX_RUNS} times
   */
  public <T extends @Nullable Object, X extends Exception> T repeat(Attempt<T, X> attempt)
      throws X {
    for (int run = 1; ; run++) {
      try {
        return attempt.run();
      } catch (ConflictException e) {
        if (run == MAX_RUNS) {
          throw e;
        }
        lifetime.requireOpen();
        log.pauseBefore(Math.min(run, LONGEST_PAUSE));
      }
    }
  }

  /** Versions by their times. */
  public TimeTravel timeTravel() {
    return new TimeTravel(log, loader, environment.clock());
  }

  /** Throws InvalidDataException where this is one Delta table, which nothing enters or leaves. */
  void requireLake() {
    log.format()
        .requireLake(
            "%s is one Delta table, not a lake; make a lake in a folder around it and attach it there"
                .formatted(store.location()));
  }

  /** The shared parts of a lake whose log was opened. */
  public static LakeContext of(
      ObjectStore store, Environment environment, LakeLog log, WriteSettings settings) {
    TableLoader loader = new TableLoader(log);
    Publisher publisher = new Publisher(log, loader, environment);
    Lifetime lifetime = new Lifetime(store.location());
    Committer committer =
        new Committer(store, environment, log, loader, publisher, settings, lifetime);
    return new LakeContext(
        store,
        environment,
        log,
        loader,
        publisher,
        loader.dataFiles(),
        committer,
        settings,
        new Mappings(),
        lifetime);
  }
}
