package org.tarnlake;

/** What a transaction is checked for when it commits; in either case it reads one lake version. */
public enum Isolation {
  /** What it wrote: nobody else changed the same in the meantime. Write skew is possible. */
  SNAPSHOT,

  /** What it read too, over all tables: as if transactions had run one after another. */
  SERIALIZABLE
}
