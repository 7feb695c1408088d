package org.tarnlake;

/** How far a consistency check looks. */
public enum CheckDepth {
  /** The logs, checkpoints and checksums, and whether each data file is there in its full size. */
  LOGS,

  /** Moreover every data file is read: its pages' checksums, its row count, its statistics. */
  DATA
}
