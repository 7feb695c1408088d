package org.tarnlake.table.write;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.Upload;

/**
 * Deletes objects that certainly no commit names: those of a transaction that lost, was rolled back
 * or refused. Vacuum deletes what is missed here. Stateless.
 */
public final class Unnamed {
  private static final Logger LOGGER = System.getLogger(Unnamed.class.getName());

  private Unnamed() {}

  /** Deletes objects until the store fails, which is not tried again and again. Never throws. */
  public static void delete(ObjectStore store, Collection<String> objects) {
    for (String object : objects) {
      try {
        store.delete(object);
      } catch (IOException | RuntimeException e) {
        LOGGER.log(Level.DEBUG, "objects that nothing names were not deleted", e);
        return;
      }
    }
  }

  /** Gives an upload up. */
  static void discard(Upload upload) {
    try {
      upload.close();
    } catch (IOException e) {
      LOGGER.log(Level.DEBUG, "a file that nothing names was not discarded", e);
    }
  }
}
