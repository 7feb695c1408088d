package org.tarnlake.crash;

import java.io.IOException;
import org.tarnlake.store.ObjectStore;

/** What a client's process runs on. It may fail, be mended, or be dead for good. */
interface Machine {
  /** The store, opened for a new process. */
  ObjectStore openStore() throws IOException;

  /** Whether the process was killed: nothing that it does from now on has any effect. */
  boolean isDead();

  /** Ends what makes calls fail. */
  void mend();
}
