package org.tarnlake.transaction;

import org.tarnlake.data.read.DataFiles;
import org.tarnlake.env.Environment;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.TableLoader;
import org.tarnlake.lake.TimeTravel;
import org.tarnlake.lake.publish.Publisher;
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
    Lifetime lifetime) {

  /** Versions by their times. */
  public TimeTravel timeTravel() {
    return new TimeTravel(log, loader, environment.clock());
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
        lifetime);
  }
}
