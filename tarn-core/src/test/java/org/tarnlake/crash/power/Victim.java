package org.tarnlake.crash.power;

import java.util.List;

/**
 * Something that commits transactions, each of a number of its own, to one folder. Opened anew
 * after each power cut. Each client is served by one thread at a time.
 *
 * @see VictimProcess
 */
interface Victim extends AutoCloseable {

  /** How many clients commit at once. */
  int clients();

  /**
   * The numbers of the transactions that are there, as often as they are there. Fails if one is
   * there in part, or if this cannot be told.
   */
  List<Long> list() throws Exception;

  /**
   * Commits a transaction; returns when it is durable.
   *
   * @throws NotCommitted if it certainly is not there and never will be
   */
  void commit(int client, long number) throws Exception;

  @Override
  void close();

  /** Says that a transaction was not committed. */
  final class NotCommitted extends Exception {
    private static final long serialVersionUID = 1;

    NotCommitted(Exception cause) {
      super(cause);
    }
  }
}
