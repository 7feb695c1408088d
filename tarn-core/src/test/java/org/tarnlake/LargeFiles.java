package org.tarnlake;

import org.tarnlake.env.Environment;
import org.tarnlake.lake.LogLoader;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.table.write.WriteSettings;

/** Opens lakes for whose log entries every file is too large, so that it is put by itself. */
public final class LargeFiles {
  private static final WriteSettings SETTINGS =
      new WriteSettings(
          WriteSettings.DEFAULT.bufferBytes(),
          WriteSettings.DEFAULT.memoryBytes(),
          WriteSettings.DEFAULT.targetFileBytes(),
          WriteSettings.DEFAULT.sharedBytes(),
          0);

  private LargeFiles() {}

  /** As {@link Lake#open(ObjectStore, Environment)}. */
  public static Lake open(ObjectStore store, Environment environment) {
    return new Lake(store, environment, LogLoader.open(store, environment), SETTINGS);
  }

  /** As {@link Lake#create(ObjectStore, Environment)}. */
  public static Lake create(ObjectStore store, Environment environment) {
    Lake.create(store, environment).close();
    return open(store, environment);
  }
}
