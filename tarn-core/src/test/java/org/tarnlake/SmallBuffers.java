package org.tarnlake;

import org.tarnlake.env.Environment;
import org.tarnlake.lake.LogLoader;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.table.write.WriteSettings;

/** Opens lakes whose transactions write data files after a few rows. */
public final class SmallBuffers {
  private static final WriteSettings SETTINGS = new WriteSettings(100, 2000, 1000, 50, 1500);

  private SmallBuffers() {}

  /** As {@link Lake#open(ObjectStore, Environment)}. */
  public static Lake open(ObjectStore store, Environment environment) {
    return new Lake(store, environment, LogLoader.open(store, environment), SETTINGS);
  }
}
