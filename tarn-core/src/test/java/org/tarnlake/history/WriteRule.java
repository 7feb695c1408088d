package org.tarnlake.history;

/**
 * Whether snapshot isolation lets a transaction append to what another one appended to meanwhile.
 */
public enum WriteRule {
  /** It does, as Tarn: appends to one table follow one another in any order. */
  APPENDS_REBASE,

  /** It does not, as where a list is one value: of two such transactions the second is refused. */
  FIRST_COMMITTER_WINS
}
